package io.sluice.lane;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * nothing for more than ten seconds. No method blocks or does I/O.
 */
public final class Lane {
    /** When to look again at a gate whose probe is out. */
    private static final long PROBE_OUT = Duration.ofSeconds(2).toNanos();

    private static final Duration LONGEST_SUSPENSION = Duration.ofDays(365);

    private final Alone alone = new Alone();
    private final LaneParts parts;
    private final LaneMemory memory;
    private final Orders orders;

    public Lane(LaneId id, LaneLimits limits, ControlLaw law, Instant now) {
        parts = new LaneParts(id, limits, law, now);
        memory = new LaneMemory(parts);
        orders = new Orders(parts);
    }

    public LaneId id() {
        return parts.id;
    }

    /** Whether a mail may leave now. An admitted mail must come back through a method that takes its permit. */
    public Admission admit(Instant now) {
        return alone.get(() -> {
            Optional<Instant> end = orders.suspendedUntil(now);
            if (end.isPresent()) {
                return new Admission.NotBefore(end.get());
            }
            long t = parts.time.at(now);
            long at = Math.max(parts.gate.opensAt(t), Math.max(parts.pace.earliest(t), parts.budget.earliest(t)));
            if (at == Gate.UNKNOWN) {
                return Admission.BUSY;
            }
            Optional<Instant> tomorrow = parts.warmUp.flatMap(plan -> notBefore(plan, now));
            if (tomorrow.isPresent()) {
                return new Admission.NotBefore(later(tomorrow.get(), parts.time.instant(at)));
            }
            if (at > t) {
                parts.connectionsScarce = false;
                return new Admission.NotBefore(parts.time.instant(at));
            }
            if (parts.out >= mostOut()) {
                parts.connectionsScarce = true;
                return Admission.BUSY;
            }
            return new Admission.Admitted(leave(now, t));
        });
    }

    private Optional<Instant> notBefore(WarmUp plan, Instant now) {
        Optional<Integer> day = plan.day();
        Optional<Instant> tomorrow = plan.notBefore(now);
        if (!plan.day().equals(day)) {
            String next = plan.day().map(number -> "day " + number).orElse("over");
            parts.changes.lane(LaneEvent.Kind.WARM_UP_ADVANCED, now, "accepted", "day " + day.orElseThrow(), next);
        }
        return tomorrow;
    }

    private Permit leave(Instant now, long t) {
        Permit.Pass pass = parts.gate.enter();
        if (pass.probe()) {
            parts.changes.lane(LaneEvent.Kind.PROBED, now, LaneParts.NO_CAUSE, LaneParts.NO_CAUSE, LaneParts.NO_CAUSE);
        }
        long epoch = parts.pace.control().epoch();
        boolean limited = parts.pace.take(t);
        parts.warmUp.ifPresent(WarmUp::take);
        parts.out++;
        parts.budget.reserve();
        return new Permit(pass, epoch, parts.connections.epoch(), limited, List.of(), new Permit.Leave());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private int mostOut() {
        return Math.max(1, (int) (parts.connections.limit() * parts.share.fraction()));
    }

    /**
     * Whether the mail on that errand may pass the narrower gates; asked after the lane admitted it. Where it may not,
     * the permit is still out.
     */
    public Admission admit(Permit permit, Errand errand, Instant now) {
        return alone.get(() -> {
            long t = parts.time.at(now);
            long at = parts.gates.opensAt(errand, t);
            if (at == Gate.UNKNOWN) {
                return Admission.BUSY;
            }
            return at > t
                    ? new Admission.NotBefore(parts.time.instant(at))
                    : new Admission.Admitted(permit.with(parts.gates.enter(errand, t)));
        });
    }

    /** The gate of the tenant or of the sender domain that lets nothing pass now; empty when both do. */
    public Optional<ClosedGate> closedGate(String tenant, String senderDomain, Instant now) {
        return alone.get(() -> {
            long t = parts.time.at(now);
            return parts.gates.closed(tenant, senderDomain, t).map(key -> {
                long at = parts.gates.opensAt(key, t);
                return new ClosedGate(key.toString(), parts.time.instant(at == Gate.UNKNOWN ? t + PROBE_OUT : at));
            });
        });
    }

    /** Whether mail to that tenant was accepted not long ago. */
    public boolean isFamiliar(Errand errand) {
        return alone.get(() -> parts.familiar.containsKey(errand.tenant()));
    }

    /** How many messages the lane may take within the next quarter of a second, 1 or more. */
    public int soon() {
        return alone.get(() ->
                (int) Math.max(1, Math.min(1000, Math.ceil(parts.pace.control().rate() / 4))));
    }

    /** When a new connection may be opened: now, in which case it counts as opened, or later. */
    public Instant connect(Instant now) {
        return alone.get(() -> {
            long t = parts.time.at(now);
            long at = parts.connectionPace.earliest(t);
            if (at > t) {
                return parts.time.instant(at);
            }
            boolean limited = parts.connectionPace.take(t);
            parts.connectionPace.accepted(parts.connectionPace.control().epoch(), limited, t);
            return now;
        });
    }

    /**
     * The attempt was not made: as if the permit had never been given. Nothing happens when the permit came back before,
     * so that whoever cleans up after a fault need not know how far it got.
     */
    public void abandon(Permit permit, Instant now) {
        alone.run(() -> {
            if (!permit.leave().comeBack()) {
                return;
            }
            long t = parts.time.at(now);
            parts.out--;
            parts.budget.release();
            parts.connectionsScarce = false;
            parts.gate.abandon(permit.gate(), t);
            parts.gates.abandon(permit, t);
            parts.pace.giveBack(permit.rateEpoch());
            parts.warmUp.ifPresent(WarmUp::giveBack);
        });
    }

    /**
     * The attempt was made, with these findings.
     *
     * @throws IllegalStateException if the permit came back before
     */
    public Reaction conclude(Permit permit, Errand errand, Findings findings, BackOff backOff, Instant now) {
        return alone.get(() -> {
            if (!permit.leave().comeBack()) {
                throw new IllegalStateException("A permit of lane " + parts.id + " came back twice");
            }
            long t = parts.time.at(now);
            parts.out--;
            parts.budget.release();
            Findings read =
                    parts.incident.map(incident -> incident.read(findings)).orElse(findings);
            Conclusion conclusion = new Conclusion(parts, permit, errand, read, backOff, now, t);
            conclusion.lane();
            conclusion.connection();
            return conclusion.reaction(parts.gates.conclude(
                    permit,
                    errand,
                    read,
                    backOff,
                    t,
                    parts.pace.control().rate(),
                    new GateJournal(parts, memory, now)));
        });
    }

    /** Closes the lane for a reason that came up elsewhere, for example on another lane of the service. */
    public void closeFromOutside(Instant until, String cause, Instant now) {
        alone.run(() -> {
            long t = parts.time.at(now);
            if (parts.gate.closeFromOutside(t, t + nanosBetween(now, until), cause)) {
                parts.closing = Evidence.SERVICE;
                parts.changes.lane(LaneEvent.Kind.SUSPENDED, now, cause, "open", until.toString());
            }
        });
    }

    /**
     * The service has an incident, or has it no longer. While it has one, refusals that belong to it lower nothing; when
     * refusals that blame our address do, a rate that they have lowered already is given back.
     *
     * @param since when it began
     */
    public void incident(Optional<LaneIncident> changed, Instant since, Instant now) {
        alone.run(() -> {
            boolean begins = changed.isPresent() && !changed.equals(parts.incident);
            parts.incident = changed;
            double before = parts.pace.control().rate();
            if (begins && changed.get().throttles() && parts.beforeCuts.undo(parts.pace.control(), since)) {
                parts.pace.slow(parts.time.at(now));
                parts.changes.lane(
                        LaneEvent.Kind.RATE_RAISED,
                        now,
                        "an incident of the service had lowered it",
                        Changes.rate(before),
                        Changes.rate(parts.pace.control().rate()));
            }
        });
    }

    /** The incident of the service that the lane knows of. */
    public Optional<LaneIncident> incident() {
        return alone.get(() -> parts.incident);
    }

    /** Lets nothing leave until then because a person wants it; replaces what a person wanted before. */
    public void suspend(Instant until, String cause, Instant now) {
        alone.run(() -> orders.suspend(new Suspension(now, Optional.of(until), cause), now));
    }

    /** The same, perhaps without an end. Attempts that are under way come to theirs. */
    public void suspend(Suspension suspension, Instant now) {
        alone.run(() -> orders.suspend(suspension, now));
    }

    /** What a person wants at that time. */
    public Optional<Suspension> suspension(Instant now) {
        return alone.get(() -> orders.suspension(now));
    }

    /** Opens the lane at once because a person wants it, whoever closed it; what was learned stays. */
    public void resume(String cause, Instant now) {
        alone.run(() -> orders.resume(cause, now));
    }

    /** Forgets what was learned, as if the lane were new; gates stay as they are. */
    public void reset(String cause, Instant now) {
        alone.run(() -> orders.reset(cause, now));
    }

    /** Changes the limits; what was learned stays as far as it is within them. */
    public void limits(LaneLimits changed, Instant now) {
        alone.run(() -> limits(changed, "configuration", now));
    }

    /**
     * The same.
     *
     * @param cause for people
     */
    public void limits(LaneLimits changed, String cause, Instant now) {
        alone.run(() -> {
            if (changed.equals(parts.limits)) {
                return;
            }
            long t = parts.time.at(now);
            if (!changed.warmUp().equals(parts.limits.warmUp())) {
                parts.warmUp = changed.warmUp().map(plan -> new WarmUp(plan, now));
            }
            LaneLimits before = parts.limits;
            parts.limits = changed;
            parts.pace.bounds(shared(changed.rate()), t);
            parts.connectionPace.bounds(shared(changed.connectionRate()), t);
            parts.connections.bounds(changed.connections());
            parts.budget.connections(changed.connections().ceiling());
            parts.messages.bounds(changed.messagesPerConnection());
            parts.recipients.bounds(changed.recipientsPerTransaction());
            parts.gates.bounds(changed.gateRate());
            parts.changes.lane(
                    LaneEvent.Kind.LIMITS_CHANGED, now, cause, before.unlike(changed), changed.unlike(before));
        });
    }

    /** The part of the limits that this node may use from now on. */
    public void share(Share changed, Instant now) {
        alone.run(() -> {
            if (!changed.equals(parts.share)) {
                double factor = changed.fraction() / parts.share.fraction();
                parts.share = changed;
                long t = parts.time.at(now);
                parts.pace.share(factor, shared(parts.limits.rate()), t);
                parts.connectionPace.share(factor, shared(parts.limits.connectionRate()), t);
            }
        });
    }

    private RateBounds shared(RateBounds bounds) {
        return parts.share.equals(Share.WHOLE) ? bounds : bounds.times(parts.share.fraction());
    }

    /** As many connections there are never more of. */
    public int mostConnections() {
        return alone.get(() -> parts.limits.connections().ceiling());
    }

    /** So many connections may be open now, in use and idle together. */
    public int connections() {
        return alone.get(() -> mostOut());
    }

    public int messagesPerConnection() {
        return alone.get(() -> parts.messages.value());
    }

    public int recipientsPerTransaction() {
        return alone.get(() -> parts.recipients.value());
    }

    public GateState state() {
        return alone.get(() -> parts.state());
    }

    /**
     * How the lane stands, in one word; suspended also where a person wants it so. That such a suspension is over shows
     * when a mail or {@link #suspension(Instant)} asks.
     */
    public LaneCondition condition() {
        return alone.get(() -> parts.suspension.isPresent() ? LaneCondition.SUSPENDED : receiversCondition());
    }

    /** Whether a person wants it to stand still. */
    public boolean isSuspendedByHand() {
        return alone.get(() -> parts.suspension.isPresent());
    }

    private LaneCondition receiversCondition() {
        if (parts.gate.isAtRest()) {
            return parts.pace.control().wasCutLately() ? LaneCondition.THROTTLED : LaneCondition.OPEN;
        }
        return switch (parts.closing) {
            case BLOCK -> LaneCondition.BLOCKED;
            case SERVICE, HOST -> LaneCondition.OUTAGE;
            case REPUTATION -> LaneCondition.SUSPENDED;
            default -> parts.gate.refusals() > 1 ? LaneCondition.SUSPENDED : LaneCondition.THROTTLED;
        };
    }

    /** The lane at this moment, for people. */
    public LaneView view() {
        return alone.get(() -> new LaneView(
                parts.id,
                parts.state(),
                parts.pace.control().rate(),
                parts.pace.control().hurt(),
                parts.connections.limit(),
                parts.connectionPace.control().rate(),
                parts.messages.value(),
                parts.recipients.value(),
                parts.out,
                parts.gates.all().size(),
                parts.warmUp.flatMap(WarmUp::day),
                parts.warmUp.flatMap(WarmUp::ceiling)));
    }

    /** Some of the gates inside the lane that are not at rest, those that open last first. */
    public List<GateView> gates(int max) {
        return alone.get(() -> parts.gates.views(parts.time, max));
    }

    /** The gate inside the lane; empty when it is at rest. */
    public Optional<GateView> gate(GateKey key) {
        return alone.get(() -> parts.gates.view(key, parts.time));
    }

    /** When the next day of the warm-up plan begins, if the messages of this one are sent. */
    public Optional<Instant> warmUpDone(Instant now) {
        return alone.get(() -> parts.warmUp.flatMap(plan -> plan.done(now)));
    }

    /** How long the receiver's last penalty lasted, in seconds; 0 without one. */
    public double penaltySeconds() {
        return alone.get(() -> parts.penaltySeconds);
    }

    /** The limits that it learns between. */
    public LaneLimits limits() {
        return alone.get(() -> parts.limits);
    }

    /** What happened that no reaction told. */
    public List<LaneEvent> takeEvents() {
        return alone.get(() -> parts.changes.take());
    }

    /** What is to be stored since this was asked last. */
    public List<SavedState> takeUnsaved() {
        return alone.get(() -> {
            List<SavedState> taken = parts.unsaved.take();
            if (parts.changes.takeDirty()) {
                taken.add(memory.saved());
            }
            return List.copyOf(taken);
        });
    }

    /** Takes over what was stored before a restart; what is damaged or beyond reason is left out. */
    public void restore(Collection<SavedState> states, Instant now) {
        alone.run(() -> memory.restore(states, now));
    }

    static long nanosBetween(Instant now, Instant until) {
        Duration wait = Duration.between(now, until);
        return wait.isNegative()
                ? 0
                : wait.compareTo(LONGEST_SUSPENSION) > 0 ? LONGEST_SUSPENSION.toNanos() : wait.toNanos();
    }
}
