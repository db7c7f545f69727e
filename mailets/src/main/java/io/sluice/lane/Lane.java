package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Admission of mail to one path, at a rate that follows what the receiver says. A lane learns how much may leave in a
 * second, over how many connections, how many messages one connection carries; it closes for a while when it is told to,
 * lets a single mail test whether the receiver takes mail again, and comes back gently. Evidence is pooled: whoever of
 * the receiver's customers says that the source is too fast, it is the lane that slows down. What is about a tenant, a
 * sender domain or a recipient closes a narrower gate and touches nothing else.
 *
 * <p>Safe for several threads; does nothing by itself: the caller brings the time. A clock that is set back delays
 * nothing. No method blocks or does I/O.
 */
public final class Lane {
    private static final String NO_CAUSE = "";

    private final LaneId id;
    private final ControlLaw law;
    private final LaneTime time = new LaneTime();
    private final Gate gate = new Gate();
    private final RefusalBudget budget;
    private final Pace pace;
    private final Pace connectionPace;
    private final CountControl connections;
    private final Allowance messages;
    private final Allowance recipients;
    private final NarrowGates gates;
    private final Changes changes;
    private final List<SavedState> unsaved = new ArrayList<>();

    private LaneLimits limits;
    private Share share = Share.WHOLE;
    private Optional<WarmUp> warmUp;
    private Evidence closing = Evidence.NONE;
    private double penaltySeconds;
    private long firstRest;
    private int faults;
    private int hostsDown;
    private String unreachableTenant = NO_CAUSE;
    private int out;
    private boolean connectionsScarce;

    public Lane(LaneId id, LaneLimits limits, ControlLaw law, Instant now) {
        this.id = id;
        this.limits = limits;
        this.law = law;
        budget = new RefusalBudget(law);
        pace = new Pace(law, limits.rate());
        connectionPace = new Pace(law, limits.connectionRate());
        connections = new CountControl(law, limits.connections());
        messages = new Allowance(limits.messagesPerConnection());
        recipients = new Allowance(limits.recipientsPerTransaction());
        gates = new NarrowGates(law, limits.gateRate());
        changes = new Changes(id, limits.rate().start());
        warmUp = limits.warmUp().map(plan -> new WarmUp(plan, now));
    }

    public LaneId id() {
        return id;
    }

    /** Whether a mail may leave now. An admitted mail must come back through a method that takes its permit. */
    public synchronized Admission admit(Instant now) {
        long t = time.at(now);
        long at = Math.max(gate.opensAt(t), Math.max(pace.earliest(t), budget.earliest(t)));
        if (at == Gate.UNKNOWN) {
            return Admission.BUSY;
        }
        Optional<Instant> tomorrow = warmUp.flatMap(plan -> plan.notBefore(now));
        if (tomorrow.isPresent()) {
            return new Admission.NotBefore(later(tomorrow.get(), time.instant(at)));
        }
        if (at > t) {
            connectionsScarce = false;
            return new Admission.NotBefore(time.instant(at));
        }
        if (out >= mostOut()) {
            connectionsScarce = true;
            return Admission.BUSY;
        }
        return new Admission.Admitted(leave(now, t));
    }

    private Permit leave(Instant now, long t) {
        Permit.Pass pass = gate.enter();
        if (pass.probe()) {
            changes.lane(LaneEvent.Kind.PROBED, now, NO_CAUSE, NO_CAUSE, NO_CAUSE);
        }
        long epoch = pace.control().epoch();
        boolean limited = pace.take(t);
        warmUp.ifPresent(WarmUp::take);
        out++;
        return new Permit(pass, epoch, connections.epoch(), limited, List.of());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private int mostOut() {
        return Math.max(1, (int) Math.round(connections.limit() * share.fraction()));
    }

    /**
     * Whether the mail on that errand may pass the narrower gates; asked after the lane admitted it. Where it may not,
     * the permit is still out.
     */
    public synchronized Admission admit(Permit permit, Errand errand, Instant now) {
        long t = time.at(now);
        long at = gates.opensAt(errand, t);
        if (at == Gate.UNKNOWN) {
            return Admission.BUSY;
        }
        return at > t
                ? new Admission.NotBefore(time.instant(at))
                : new Admission.Admitted(permit.with(gates.enter(errand, t)));
    }

    /** When a new connection may be opened: now, in which case it counts as opened, or later. */
    public synchronized Instant connect(Instant now) {
        long t = time.at(now);
        long at = connectionPace.earliest(t);
        if (at > t) {
            return time.instant(at);
        }
        boolean limited = connectionPace.take(t);
        connectionPace.accepted(connectionPace.control().epoch(), limited, t);
        return now;
    }

    /** The attempt was not made: as if the permit had never been given. */
    public synchronized void abandon(Permit permit, Instant now) {
        long t = time.at(now);
        out--;
        connectionsScarce = false;
        gate.abandon(permit.gate(), t);
        gates.abandon(permit, t);
        pace.giveBack();
        warmUp.ifPresent(WarmUp::giveBack);
    }

    /** The attempt was made, with these findings. */
    public synchronized Reaction conclude(
            Permit permit, Errand errand, Findings findings, BackOff backOff, Instant now) {
        long t = time.at(now);
        out--;
        Outcome outcome = new Outcome(permit, errand, findings, backOff, now, t);
        outcome.lane();
        outcome.connection();
        Optional<Long> tenant = gates.conclude(
                permit, errand, findings, backOff, t, pace.control().rate(), new GateChanges(now));
        return new Reaction(
                outcome.until.map(time::instant),
                tenant.map(time::instant),
                outcome.serviceFault.map(time::instant),
                outcome.cause,
                changes.take());
    }

    /** Closes the lane for a reason that came up elsewhere, for example on another lane of the service. */
    public synchronized void closeFromOutside(Instant until, String cause, Instant now) {
        long t = time.at(now);
        if (gate.closeFromOutside(t, t + nanosBetween(now, until), cause)) {
            closing = Evidence.SERVICE;
            changes.lane(LaneEvent.Kind.SUSPENDED, now, cause, "open", until.toString());
        }
    }

    /** Closes the lane until then because a person wants it. */
    public synchronized void suspend(Instant until, String cause, Instant now) {
        closeFromOutside(until, cause, now);
    }

    /** Opens the lane at once because a person wants it; what was learned stays. */
    public synchronized void resume(String cause, Instant now) {
        if (!gate.isAtRest()) {
            gate.open();
            changes.lane(LaneEvent.Kind.REOPENED, now, cause, "closed", "open");
        }
    }

    /** Changes the limits; what was learned stays as far as it is within them. */
    public synchronized void limits(LaneLimits changed, Instant now) {
        if (changed.equals(limits)) {
            return;
        }
        long t = time.at(now);
        if (!changed.warmUp().equals(limits.warmUp())) {
            warmUp = changed.warmUp().map(plan -> new WarmUp(plan, now));
        }
        limits = changed;
        pace.bounds(shared(changed.rate()), t);
        connectionPace.bounds(shared(changed.connectionRate()), t);
        connections.bounds(changed.connections());
        messages.bounds(changed.messagesPerConnection());
        recipients.bounds(changed.recipientsPerTransaction());
        gates.bounds(changed.gateRate());
        changes.lane(LaneEvent.Kind.LIMITS_CHANGED, now, "configuration", NO_CAUSE, NO_CAUSE);
    }

    /** The part of the limits that this node may use from now on. */
    public synchronized void share(Share changed, Instant now) {
        if (!changed.equals(share)) {
            share = changed;
            long t = time.at(now);
            pace.bounds(shared(limits.rate()), t);
            connectionPace.bounds(shared(limits.connectionRate()), t);
        }
    }

    private RateBounds shared(RateBounds bounds) {
        return share.equals(Share.WHOLE) ? bounds : bounds.times(share.fraction());
    }

    /** As many connections there are never more of. */
    public synchronized int mostConnections() {
        return limits.connections().ceiling();
    }

    public synchronized int messagesPerConnection() {
        return messages.value();
    }

    public synchronized int recipientsPerTransaction() {
        return recipients.value();
    }

    public synchronized GateState state() {
        return gate.state(time);
    }

    /** The lane at this moment, for people. */
    public synchronized LaneView view() {
        return new LaneView(
                id,
                gate.state(time),
                pace.control().rate(),
                pace.control().hurt(),
                connections.limit(),
                connectionPace.control().rate(),
                messages.value(),
                recipients.value(),
                out,
                gates.all().size());
    }

    /** What happened that no reaction told. */
    public synchronized List<LaneEvent> takeEvents() {
        return changes.take();
    }

    /** What is to be stored since this was asked last. */
    public synchronized List<SavedState> takeUnsaved() {
        List<SavedState> taken = new ArrayList<>(unsaved);
        unsaved.clear();
        if (changes.takeDirty()) {
            taken.add(new SavedState(id.toString(), Optional.of(saved().toJson())));
        }
        return List.copyOf(taken);
    }

    private LaneState saved() {
        return new LaneState(
                pace.control().rate(),
                pace.control().hurt(),
                pace.control().patience(),
                connections.limit(),
                connections.hurt(),
                connectionPace.control().rate(),
                messages.value(),
                recipients.value(),
                penaltySeconds,
                record(gate, closing, 0),
                warmUp.map(WarmUp::progress).orElse(null));
    }

    private LaneState.GateRecord record(Gate which, Evidence why, double rate) {
        if (which.isAtRest()) {
            return null;
        }
        GateState.Closed closed = which.state(time) instanceof GateState.Closed c
                ? c
                : new GateState.Closed(time.instant(which.closedSince()), which.refusals(), which.cause());
        return new LaneState.GateRecord(
                time.instant(which.closedSince()).toEpochMilli(),
                closed.until().toEpochMilli(),
                closed.refusals(),
                why.name(),
                closed.cause(),
                rate);
    }

    /** Takes over what was stored before a restart; what is damaged or beyond reason is left out. */
    public synchronized void restore(List<SavedState> states, Instant now) {
        new Restoring(now).restore(states);
    }

    private long nanosBetween(Instant now, Instant until) {
        Duration wait = Duration.between(now, until);
        return wait.isNegative() ? 0 : wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : wait.toNanos();
    }

    private static final Duration LONGEST = Duration.ofDays(7);

    private String key(GateKey narrow) {
        return id + "#" + narrow.kind().token() + ":" + narrow.name();
    }

    /** Brings back what was stored. */
    private final class Restoring {
        private final Instant now;
        private final long t;

        private Restoring(Instant now) {
            this.now = now;
            this.t = time.at(now);
        }

        private void restore(List<SavedState> states) {
            for (SavedState state : states) {
                if (state.key().equals(id.toString())) {
                    state.json().flatMap(LaneState::parse).ifPresent(this::lane);
                } else if (state.key().startsWith(id + "#")) {
                    narrow(state);
                }
            }
            changes.take();
        }

        private void lane(LaneState saved) {
            pace.control().restore(saved.rate(), saved.hurt(), saved.patience());
            pace.slow(t);
            connectionPace.control().restore(saved.connectionRate(), 0, 0);
            connections.restore(saved.connections(), saved.connectionsHurt());
            messages.restore(saved.messagesPerConnection());
            recipients.restore(saved.recipientsPerTransaction());
            penaltySeconds = Double.isFinite(saved.penaltySeconds()) ? Math.max(0, saved.penaltySeconds()) : 0;
            if (saved.gate() != null) {
                closing = evidence(saved.gate().evidence());
                shut(gate, saved.gate());
            }
            if (saved.warmUp() != null) {
                warmUp.ifPresent(plan -> plan.restore(saved.warmUp()));
            }
        }

        private void narrow(SavedState state) {
            String rest = state.key().substring(id.toString().length() + 1);
            for (GateKey.Kind kind : GateKey.Kind.values()) {
                if (rest.startsWith(kind.token() + ":")) {
                    GateKey key = new GateKey(kind, rest.substring(kind.token().length() + 1));
                    state.json().flatMap(LaneState.GateRecord::parse).ifPresent(saved -> {
                        NarrowGate narrow = new NarrowGate();
                        shut(narrow.gate(), saved);
                        narrow.use(t);
                        if (saved.rate() > 0) {
                            narrow.paced(law, limits.gateRate());
                        }
                        gates.all().put(key, narrow);
                    });
                }
            }
        }

        private void shut(Gate which, LaneState.GateRecord saved) {
            long since = t - Math.max(0, Duration.between(Instant.ofEpochMilli(saved.since()), now).toNanos());
            which.restore(since, t + nanosBetween(now, Instant.ofEpochMilli(saved.until())), saved.refusals(), saved.cause());
        }

        private Evidence evidence(String name) {
            for (Evidence each : Evidence.values()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            return Evidence.SERVICE;
        }
    }

    /** Tells what narrower gates did. */
    private final class GateChanges implements NarrowGates.Listener {
        private final Instant now;

        private GateChanges(Instant now) {
            this.now = now;
        }

        @Override
        public void closed(GateKey key, NarrowGate narrow, long until, Finding why) {
            changes.add(
                    LaneEvent.Kind.SUSPENDED,
                    now,
                    key.toString(),
                    why.cause(),
                    "open",
                    time.instant(until).toString());
            double rate = narrow.pace().map(own -> own.control().rate()).orElse(0.0);
            LaneState.GateRecord saved = record(narrow.gate(), why.evidence(), rate);
            unsaved.add(new SavedState(key(key), Optional.ofNullable(saved).map(LaneState.GateRecord::toJson)));
        }

        @Override
        public void opened(GateKey key) {
            changes.add(LaneEvent.Kind.REOPENED, now, key.toString(), "accepted", "closed", "open");
            unsaved.add(new SavedState(key(key), Optional.empty()));
        }
    }

    /** What one attempt means for the lane itself. */
    private final class Outcome {
        /** A ramp after a fault of the service begins at this part of what was learned. */
        private static final double RAMP = 0.25;

        private static final double LIKE_LAST_TIME = 0.9;
        /** A probe that is refused may be chance; more of them are a penalty. */
        private static final int PENALTY = 2;
        /** So many hosts in a row that cannot be reached are a fault of the service. */
        private static final int HOSTS_PER_FAULT = 2;

        private final Permit permit;
        private final Errand errand;
        private final Findings findings;
        private final BackOff backOff;
        private final Instant now;
        private final long t;
        private Optional<Long> until = Optional.empty();
        private Optional<Long> serviceFault = Optional.empty();
        private String cause = NO_CAUSE;

        private Outcome(Permit permit, Errand errand, Findings findings, BackOff backOff, Instant now, long t) {
            this.permit = permit;
            this.errand = errand;
            this.findings = findings;
            this.backOff = backOff;
            this.now = now;
            this.t = t;
        }

        private void lane() {
            Optional<Finding> about = findings.aboutLane()
                    .filter(finding -> finding.evidence() != Evidence.SERVICE || findings.accepted() == 0);
            if (about.isEmpty()) {
                Optional<Finding> unreachable = findings.reachedNobody() ? findings.worst(Evidence.HOST) : Optional.empty();
                if (unreachable.isPresent()) {
                    unreachable(unreachable.get());
                } else if (findings.accepted() == 0 && findings.reachedNobody()) {
                    gate.abandon(permit.gate(), t);
                } else {
                    passed();
                }
                return;
            }
            cause = about.get().cause();
            budget.refused(t);
            warmUp.ifPresent(WarmUp::refused);
            if (budget.isSpent()) {
                changes.lane(LaneEvent.Kind.BUDGET_SPENT, now, cause, NO_CAUSE, NO_CAUSE);
            }
            switch (about.get().evidence()) {
                case BLOCK -> close(Evidence.BLOCK, wait(about.get()));
                case REPUTATION -> {
                    if (!permit.probe()) {
                        lower(() -> pace.control().halve(permit.rateEpoch()));
                    }
                    rest(about.get(), law.reputationPause());
                }
                case RATE -> tooFast(about.get());
                case CONNECTIONS -> tooMany(about.get());
                default -> fault(about.get());
            }
            if (until.isEmpty()) {
                // The gate may be closed by others; else the next turn is soon.
                until = Optional.of(gate.isClosed() ? gate.opensAt(t) : pace.earliest(t));
            }
        }

        private void passed() {
            faults = 0;
            hostsDown = 0;
            unreachableTenant = NO_CAUSE;
            long closedFor = gate.closedFor(t);
            int refusals = gate.refusals();
            if (gate.pass(permit.gate())) {
                reopened(closedFor, refusals);
            }
            if (findings.accepted() == 0) {
                return;
            }
            budget.accepted();
            warmUp.ifPresent(WarmUp::accepted);
            messages.accepted();
            recipients.accepted();
            if (pace.accepted(permit.rateEpoch(), permit.limited(), t)) {
                changes.rateRose(now, pace.control().rate());
            }
            int before = connections.limit();
            if (connections.accepted(connectionsScarce)) {
                changes.lane(
                        LaneEvent.Kind.CONNECTIONS_RAISED, now, "accepted", text(before), text(connections.limit()));
            }
        }

        private void reopened(long closedFor, int refusals) {
            double before = pace.control().rate();
            if (closing == Evidence.SERVICE || closing == Evidence.HOST) {
                pace.control().fallTo(RAMP * before);
            } else if (closing == Evidence.BLOCK || closing == Evidence.REPUTATION) {
                pace.control().fallTo(limits.rate().start());
            }
            if (closing == Evidence.RATE || closing == Evidence.REPUTATION || closing == Evidence.CONNECTIONS) {
                penaltySeconds = refusals > 1 ? closedFor / 1e9 : penaltySeconds / 2;
                if (refusals > PENALTY || closing == Evidence.REPUTATION) {
                    pace.control().punished(closedFor / 1e9);
                }
            }
            pace.slow(t);
            closing = Evidence.NONE;
            changes.lane(LaneEvent.Kind.REOPENED, now, "accepted", "closed", Changes.rate(pace.control().rate()));
        }

        private void tooFast(Finding finding) {
            boolean fell = !permit.probe() && lower(() -> pace.control().refused(permit.rateEpoch()));
            if (permit.probe() || (fell && pace.control().cuts() > 0)) {
                rest(finding, law.ratePause());
            }
        }

        private void tooMany(Finding finding) {
            int before = connections.limit();
            boolean fresh = permit.connectionsEpoch() == connections.epoch();
            boolean fell = connections.refused(permit.connectionsEpoch());
            if (fell) {
                changes.lane(
                        LaneEvent.Kind.CONNECTIONS_LOWERED, now, cause, text(before), text(connections.limit()));
            }
            if (fell && connections.isRefusedAgain()) {
                double rate = connectionPace.control().rate();
                connectionPace.refused(connectionPace.control().epoch(), t);
                changes.lane(
                        LaneEvent.Kind.CONNECTION_RATE_LOWERED,
                        now,
                        cause,
                        Changes.rate(rate),
                        Changes.rate(connectionPace.control().rate()));
            }
            if (permit.probe() || (fresh && !fell)) {
                rest(finding, law.ratePause());
            } else {
                gate.abandon(permit.gate(), t);
            }
        }

        /** One host that does not answer is its own trouble; many hosts in a row are the service's. */
        private void unreachable(Finding finding) {
            boolean other = !errand.tenant().equals(unreachableTenant);
            unreachableTenant = errand.tenant();
            hostsDown = other ? hostsDown + 1 : hostsDown;
            if (hostsDown < HOSTS_PER_FAULT * backOff.serviceFaults() && !(permit.probe() && hostsDown > 1)) {
                gate.abandon(permit.gate(), t);
                return;
            }
            cause = finding.cause();
            rest(finding, law.servicePause());
        }

        private void fault(Finding finding) {
            faults++;
            if (faults < backOff.serviceFaults() && !permit.probe()) {
                gate.abandon(permit.gate(), t);
                return;
            }
            rest(finding, law.servicePause());
            serviceFault = until;
        }

        /** Lowers the rate; tells whether it fell. */
        private boolean lower(Runnable change) {
            double before = pace.control().rate();
            long epoch = pace.control().epoch();
            change.run();
            boolean fell = pace.control().epoch() != epoch;
            if (fell) {
                pace.slow(t);
                changes.rateFell(now, cause, before, pace.control().rate());
            }
            return fell;
        }

        /** As long as the class of the verdict asks. */
        private long wait(Finding finding) {
            return backOff.schedule()
                    .nextWait(finding.verdict(), gate.refusals() + 1)
                    .toNanos();
        }

        /**
         * Closes for as long as it took the last time, or shortly, and longer with each probe that is refused; never
         * longer than the class of the verdict asks.
         */
        private void rest(Finding finding, Pause pause) {
            int failed = gate.refusals();
            double rest = Math.max(pause.nanos(failed), failed == 0 ? 1e9 / pace.control().rate() : 0);
            if (finding.evidence() != Evidence.SERVICE && finding.evidence() != Evidence.HOST) {
                if (failed == 0) {
                    rest = Math.max(rest, Math.min(LIKE_LAST_TIME * penaltySeconds * 1e9, pause.longest().toNanos()));
                    firstRest = (long) rest;
                } else {
                    rest = Math.max(rest, firstRest / 2.0);
                }
            }
            close(finding.evidence(), (long) Math.min(rest, wait(finding)));
        }

        private void close(Evidence evidence, long wait) {
            long when = t + wait;
            if (gate.close(permit.gate(), t, when, cause)) {
                closing = evidence;
                changes.lane(
                        LaneEvent.Kind.SUSPENDED, now, cause, "open", time.instant(when).toString());
            }
        }

        /** What one connection or one transaction may carry. */
        private void connection() {
            findings.worst(Evidence.CONNECTION).ifPresent(finding -> {
                int before = messages.value();
                if (messages.lower(before / 2)) {
                    changes.lane(
                            LaneEvent.Kind.MESSAGES_PER_CONNECTION_LOWERED,
                            now,
                            finding.cause(),
                            text(before),
                            text(messages.value()));
                }
            });
            findings.worst(Evidence.RECIPIENTS).ifPresent(finding -> {
                int before = recipients.value();
                int took = findings.accepted() > 0 ? findings.accepted() : before / 2;
                if (recipients.lower(took)) {
                    changes.lane(
                            LaneEvent.Kind.RECIPIENTS_PER_TRANSACTION_LOWERED,
                            now,
                            finding.cause(),
                            text(before),
                            text(recipients.value()));
                }
            });
        }

        private static String text(int number) {
            return Integer.toString(number);
        }
    }
}
