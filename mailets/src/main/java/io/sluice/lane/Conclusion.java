package io.sluice.lane;

import java.time.Instant;
import java.util.Optional;

/** What one attempt means for the lane itself. The lane guards it. */
final class Conclusion {
    /** A ramp after a fault of the service begins at this part of what was learned. */
    private static final double RAMP = 0.25;

    private static final double LIKE_LAST_TIME = 0.9;
    /** A probe that is refused may be chance; more of them are a penalty. */
    private static final int PENALTY = 2;
    /** So many hosts in a row that cannot be reached are a fault of the service. */
    private static final int HOSTS_PER_FAULT = 2;

    /** Recipients of different regions are refused together, however few they are: that is no limit. */
    private static final int FEW_RECIPIENTS = 10;

    private final LaneParts lane;
    private final Permit permit;
    private final Errand errand;
    private final Findings findings;
    private final BackOff backOff;
    private final Instant now;
    private final long t;
    private Optional<Long> until = Optional.empty();
    private Optional<Long> serviceFault = Optional.empty();
    private String cause = LaneParts.NO_CAUSE;

    Conclusion(LaneParts lane, Permit permit, Errand errand, Findings findings, BackOff backOff, Instant now, long t) {
        this.lane = lane;
        this.permit = permit;
        this.errand = errand;
        this.findings = findings;
        this.backOff = backOff;
        this.now = now;
        this.t = t;
    }

    void lane() {
        // How much of a day's plan is used up must outlive a crash.
        lane.warmUp.filter(plan -> !plan.isOver()).ifPresent(plan -> lane.changes.touch());
        Optional<Finding> about = findings.aboutLane()
                .filter(finding -> finding.evidence() != Evidence.SERVICE || findings.accepted() == 0);
        if (about.isEmpty()) {
            Optional<Finding> unreachable = findings.reachedNobody() ? findings.worst(Evidence.HOST) : Optional.empty();
            if (unreachable.isPresent()) {
                unreachable(unreachable.get());
            } else if (findings.accepted() == 0
                    && (findings.reachedNobody()
                            || findings.worst(Evidence.HOST).isPresent())) {
                // A host in trouble tells nothing about the service.
                lane.gate.abandon(permit.gate(), t);
            } else {
                passed();
            }
            return;
        }
        cause = about.get().cause();
        lane.budget.refused(t);
        lane.warmUp.ifPresent(WarmUp::refused);
        if (lane.budget.isSpent()) {
            lane.changes.lane(LaneEvent.Kind.BUDGET_SPENT, now, cause, LaneParts.NO_CAUSE, LaneParts.NO_CAUSE);
        }
        switch (about.get().evidence()) {
            case BLOCK -> close(Evidence.BLOCK, wait(about.get()));
            case REPUTATION -> {
                if (!permit.probe()) {
                    lower(() -> lane.pace.control().halve(permit.rateEpoch()));
                }
                rest(about.get(), lane.law.reputationPause());
            }
            case RATE -> tooFast(about.get());
            case CONNECTIONS -> tooMany(about.get());
            default -> fault(about.get());
        }
        if (until.isEmpty()) {
            // The gate may be closed by others; else the next turn is soon.
            until = Optional.of(lane.gate.isClosed() ? lane.gate.opensAt(t) : lane.pace.earliest(t));
        }
    }

    private void passed() {
        lane.faults = 0;
        lane.hostsDown = 0;
        lane.unreachableTenant = LaneParts.NO_CAUSE;
        long closedFor = lane.gate.closedFor(t);
        int refusals = lane.gate.refusals();
        if (lane.gate.pass(permit.gate())) {
            reopened(closedFor, refusals);
        }
        if (findings.accepted() == 0) {
            return;
        }
        lane.familiar.put(errand.tenant(), true);
        lane.budget.accepted();
        lane.warmUp.ifPresent(WarmUp::accepted);
        lane.messages.accepted();
        lane.recipients.accepted();
        if (lane.pace.accepted(permit.rateEpoch(), permit.limited(), t)) {
            lane.changes.rateRose(now, lane.pace.control().rate());
        }
        int before = lane.connections.limit();
        if (lane.connections.accepted(lane.connectionsScarce)) {
            lane.changes.lane(
                    LaneEvent.Kind.CONNECTIONS_RAISED, now, "accepted", text(before), text(lane.connections.limit()));
        }
    }

    private void reopened(long closedFor, int refusals) {
        double before = lane.pace.control().rate();
        if (lane.closing == Evidence.SERVICE || lane.closing == Evidence.HOST) {
            lane.pace.control().fallTo(RAMP * before);
        } else if (lane.closing == Evidence.BLOCK || lane.closing == Evidence.REPUTATION) {
            lane.pace.control().fallTo(lane.limits.rate().start() * lane.share.fraction());
        }
        if (lane.closing == Evidence.RATE
                || lane.closing == Evidence.REPUTATION
                || lane.closing == Evidence.CONNECTIONS) {
            lane.penaltySeconds = refusals > 1 ? closedFor / 1e9 : lane.penaltySeconds / 2;
            if (refusals > PENALTY || lane.closing == Evidence.REPUTATION) {
                lane.pace.control().punished(closedFor / 1e9);
            }
        }
        lane.pace.slow(t);
        lane.closing = Evidence.NONE;
        lane.changes.lane(
                LaneEvent.Kind.REOPENED,
                now,
                "accepted",
                "closed",
                Changes.rate(lane.pace.control().rate()));
    }

    private void tooFast(Finding finding) {
        boolean fell = !permit.probe() && lower(() -> lane.pace.control().refused(permit.rateEpoch()));
        if (permit.probe() || (fell && lane.pace.control().cuts() > 0)) {
            rest(finding, lane.law.ratePause());
        }
    }

    private void tooMany(Finding finding) {
        int before = lane.connections.limit();
        boolean fresh = permit.connectionsEpoch() == lane.connections.epoch();
        boolean fell = lane.connections.refused(permit.connectionsEpoch());
        if (fell) {
            lane.changes.lane(
                    LaneEvent.Kind.CONNECTIONS_LOWERED, now, cause, text(before), text(lane.connections.limit()));
        }
        if (fell && lane.connections.isRefusedAgain()) {
            double rate = lane.connectionPace.control().rate();
            lane.connectionPace.refused(lane.connectionPace.control().epoch(), t);
            lane.changes.lane(
                    LaneEvent.Kind.CONNECTION_RATE_LOWERED,
                    now,
                    cause,
                    Changes.rate(rate),
                    Changes.rate(lane.connectionPace.control().rate()));
        }
        if (permit.probe() || (fresh && !fell)) {
            rest(finding, lane.law.ratePause());
        } else {
            lane.gate.abandon(permit.gate(), t);
        }
    }

    /** One host that does not answer is its own trouble; many hosts in a row are the service's. */
    private void unreachable(Finding finding) {
        boolean other = !errand.tenant().equals(lane.unreachableTenant);
        lane.unreachableTenant = errand.tenant();
        lane.hostsDown = other ? lane.hostsDown + 1 : lane.hostsDown;
        if (lane.hostsDown < HOSTS_PER_FAULT * backOff.serviceFaults() && !(permit.probe() && lane.hostsDown > 1)) {
            lane.gate.abandon(permit.gate(), t);
            return;
        }
        cause = finding.cause();
        rest(finding, lane.law.servicePause());
    }

    private void fault(Finding finding) {
        lane.faults++;
        if (lane.faults < backOff.serviceFaults() && !permit.probe()) {
            lane.gate.abandon(permit.gate(), t);
            return;
        }
        if (rest(finding, lane.law.servicePause())) {
            serviceFault = Optional.of(lane.gate.opensAt(t));
        }
    }

    /** Lowers the rate; tells whether it fell. */
    private boolean lower(Runnable change) {
        double before = lane.pace.control().rate();
        long epoch = lane.pace.control().epoch();
        lane.beforeCuts.note(lane.pace.control(), now);
        change.run();
        boolean fell = lane.pace.control().epoch() != epoch;
        if (fell) {
            lane.pace.slow(t);
            lane.changes.rateFell(now, cause, before, lane.pace.control().rate());
        }
        return fell;
    }

    /** As long as the class of the verdict asks. */
    private long wait(Finding finding) {
        return backOff.schedule()
                .nextWait(finding.verdict(), lane.gate.refusals() + 1)
                .toNanos();
    }

    /**
     * Closes for as long as it took the last time, or shortly, and longer with each probe that is refused; never longer
     * than the class of the verdict asks. Tells whether it closed.
     */
    private boolean rest(Finding finding, Pause pause) {
        int failed = lane.gate.refusals();
        double rest = Math.max(
                (double) pause.nanos(failed),
                failed == 0 ? 1e9 / lane.pace.control().rate() : 0);
        if (finding.evidence() != Evidence.SERVICE && finding.evidence() != Evidence.HOST) {
            if (failed == 0) {
                rest = Math.max(rest, Math.min(LIKE_LAST_TIME * lane.penaltySeconds * 1e9, (double)
                        pause.longest().toNanos()));
                lane.firstRest = (long) rest;
            } else {
                rest = Math.max(rest, lane.firstRest / 2.0);
            }
        }
        return close(finding.evidence(), Math.min((long) rest, wait(finding)));
    }

    /** Tells whether it closed, or closed again. */
    private boolean close(Evidence evidence, long wait) {
        long when = t + wait;
        if (lane.gate.close(permit.gate(), t, when, cause)) {
            lane.closing = evidence;
            lane.changes.lane(
                    LaneEvent.Kind.SUSPENDED,
                    now,
                    cause,
                    "open",
                    lane.time.instant(when).toString());
            return true;
        }
        if (lane.gate.isClosed() && evidence.compareTo(lane.closing) > 0) {
            // Mail that left before the lane closed can bring worse news than what closed it.
            String before = lane.time.instant(lane.gate.opensAt(t)).toString();
            lane.gate.closeFromOutside(t, when, cause);
            lane.closing = evidence;
            lane.changes.lane(
                    LaneEvent.Kind.SUSPENDED,
                    now,
                    cause,
                    before,
                    lane.time.instant(lane.gate.opensAt(t)).toString());
            return true;
        }
        return false;
    }

    /** What one connection or one transaction may carry. */
    void connection() {
        findings.worst(Evidence.CONNECTION).ifPresent(finding -> {
            int before = lane.messages.value();
            if (lane.messages.lower(before / 2)) {
                lane.changes.lane(
                        LaneEvent.Kind.MESSAGES_PER_CONNECTION_LOWERED,
                        now,
                        finding.cause(),
                        text(before),
                        text(lane.messages.value()));
            }
        });
        findings.takenAtOnce().ifPresent(taken -> {
            int before = lane.recipients.value();
            if (lane.recipients.lower(Math.max(taken, FEW_RECIPIENTS))) {
                lane.changes.lane(
                        LaneEvent.Kind.RECIPIENTS_PER_TRANSACTION_LOWERED,
                        now,
                        "the receiver took " + taken + " recipients of a transaction, and no more",
                        text(before),
                        text(lane.recipients.value()));
            }
        });
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    /** What became of it, where the tenant's gate opens then, if the attempt closed it. */
    Reaction reaction(Optional<Long> tenant) {
        return new Reaction(
                until.map(lane.time::instant),
                tenant.map(lane.time::instant),
                serviceFault.map(lane.time::instant),
                cause,
                lane.changes.take());
    }
}
