package io.sluice.delivery;

import io.sluice.lane.Lane;
import io.sluice.lane.Lanes;
import io.sluice.lane.Permit;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.Scope;
import io.sluice.reply.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane learns from an attempt: backoff follows the verdict's scope. A verdict about the source closes the lane,
 * one about a tenant or its hosts closes that gate; a fault of the service closes the lanes of the service once it
 * repeats, because a hiccup of one front end is no reason to stop.
 */
final class LaneReaction {
    /** Verdicts that ask for another transaction, IPv4, TLS or another route throttle nothing. */
    private static final Set<Remedy> THROTTLING = EnumSet.of(Remedy.WAIT, Remedy.HOLD, Remedy.NEXT_HOST);

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneReaction.class);

    private final Lanes lanes;
    private final Lane lane;
    private final RetrySchedule schedule;
    private final int mostFaults;
    private final AtomicInteger faults = new AtomicInteger();

    /** @param mostFaults so many attempts in a row that met a fault of the service are more than a hiccup */
    LaneReaction(Lanes lanes, Lane lane, RetrySchedule schedule, int mostFaults) {
        this.lanes = lanes;
        this.lane = lane;
        this.schedule = schedule;
        this.mostFaults = mostFaults;
    }

    /** The permits of one attempt. */
    record Permits(Permit lane, Permit tenant) {}

    /** When lane and tenant take mail again, where the attempt closed them. */
    record Closings(Optional<Instant> lane, Optional<Instant> tenant) {}

    /** Gives the permits back with what the attempt found. */
    Closings react(String tenant, Permits permits, AttemptReport report, Instant now) {
        Optional<Instant> laneUntil = reactLane(permits.lane(), report, now);
        Optional<Instant> tenantUntil = reactTenant(tenant, permits.tenant(), report, now);
        lanes.changed(lane.id());
        return new Closings(laneUntil, tenantUntil);
    }

    /** Gives the permits back: the attempt was not made. */
    void abandon(String tenant, Permits permits, Instant now) {
        lane.abandonTo(tenant, permits.tenant(), now);
        lane.abandon(permits.lane(), now);
        lanes.changed(lane.id());
    }

    private Optional<Instant> reactLane(Permit permit, AttemptReport report, Instant now) {
        Optional<Refusal> aboutSource = widest(report, Scope.SOURCE);
        if (aboutSource.isPresent()) {
            return Optional.of(close(permit, aboutSource.get(), now));
        }
        Optional<Refusal> aboutService = widest(report, Scope.SERVICE);
        if (aboutService.isPresent() && report.accepted().isEmpty()) {
            if (faults.incrementAndGet() >= mostFaults || permit.probe()) {
                Instant until = close(permit, aboutService.get(), now);
                lane.id().service().ifPresent(service -> lanes.closeAll(service, until, describe(aboutService.get())));
                return Optional.of(until);
            }
            lane.abandon(permit, now);
            return Optional.empty();
        }
        if (reachedNobody(report)) {
            lane.abandon(permit, now);
        } else {
            faults.set(0);
            lane.pass(permit);
        }
        return Optional.empty();
    }

    private Instant close(Permit permit, Refusal refusal, Instant now) {
        Instant until = now.plus(schedule.nextWait(refusal.verdict(), lane.refusals() + 1));
        lane.close(permit, until, describe(refusal));
        Instant effective = lane.closedUntil().orElse(until);
        LOGGER.warn(
                "Lane {} waits until {}: {} ({}). {}",
                lane.id(),
                effective,
                refusal.verdict().deferralClass().token(),
                refusal.reply().text(),
                refusal.verdict().advice());
        return effective;
    }

    private Optional<Instant> reactTenant(String tenant, Permit permit, AttemptReport report, Instant now) {
        Optional<Refusal> refusal = widest(report, Scope.TENANT)
                .or(() -> report.accepted().isEmpty() ? widest(report, Scope.CONNECTION) : Optional.empty());
        if (refusal.isEmpty()) {
            if (report.accepted().isEmpty() && reachedNobody(report)) {
                lane.abandonTo(tenant, permit, now);
            } else {
                lane.passTo(tenant, permit);
            }
            return Optional.empty();
        }
        Instant until = now.plus(schedule.nextWait(refusal.get().verdict(), lane.refusalsTo(tenant) + 1));
        lane.closeTo(tenant, permit, until, describe(refusal.get()));
        LOGGER.info("{} on lane {} waits until {}: {}", tenant, lane.id(), until, describe(refusal.get()));
        return Optional.of(until);
    }

    private static Optional<Refusal> widest(AttemptReport report, Scope scope) {
        return report.refusals().stream()
                .filter(refusal -> THROTTLING.contains(refusal.verdict().remedy()))
                .filter(refusal -> refusal.verdict().scope() == scope)
                .max(Comparator.comparing(refusal -> refusal.verdict().earliestRetry()));
    }

    /** Neither the DNS nor a connection that failed says anything about what the receiver thinks of us. */
    private static boolean reachedNobody(AttemptReport report) {
        return report.accepted().isEmpty()
                && report.refusals().stream()
                        .map(Refusal::verdict)
                        .map(Verdict::deferralClass)
                        .allMatch(type -> type == DeferralClass.DNS || type == DeferralClass.NETWORK);
    }

    private static String describe(Refusal refusal) {
        return refusal.verdict().deferralClass().token() + ": "
                + refusal.reply().text();
    }
}
