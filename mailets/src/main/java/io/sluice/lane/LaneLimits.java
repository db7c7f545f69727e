package io.sluice.lane;

import java.util.Optional;

/**
 * Between which values a lane learns its limits.
 *
 * @param rate messages per second
 * @param connections at one time, and so transactions
 * @param connectionRate new connections per second
 * @param messagesPerConnection messages on one connection
 * @param recipientsPerTransaction recipients of one transaction
 * @param gateRate messages per second to a tenant that asked to slow down, once it takes mail again
 * @param warmUp how many messages a day while the source is new; empty when it is not
 */
public record LaneLimits(
        RateBounds rate,
        CountBounds connections,
        RateBounds connectionRate,
        CountBounds messagesPerConnection,
        CountBounds recipientsPerTransaction,
        RateBounds gateRate,
        Optional<WarmUpPlan> warmUp) {

    /** These limits with at most so many connections. */
    public LaneLimits withConnections(CountBounds changed) {
        return new LaneLimits(
                rate, changed, connectionRate, messagesPerConnection, recipientsPerTransaction, gateRate, warmUp);
    }

    /** These limits with another rate. */
    public LaneLimits withRate(RateBounds changed) {
        return new LaneLimits(
                changed, connections, connectionRate, messagesPerConnection, recipientsPerTransaction, gateRate, warmUp);
    }

    /** These limits with a plan for a new source. */
    public LaneLimits withWarmUp(WarmUpPlan plan) {
        return new LaneLimits(
                rate,
                connections,
                connectionRate,
                messagesPerConnection,
                recipientsPerTransaction,
                gateRate,
                Optional.of(plan));
    }
}
