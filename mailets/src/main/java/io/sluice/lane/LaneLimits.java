package io.sluice.lane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** Those of these limits that differ from others, for people. */
    String unlike(LaneLimits others) {
        Map<String, String> own = texts();
        Map<String, String> other = others.texts();
        return own.entrySet().stream()
                .filter(limit -> !limit.getValue().equals(other.get(limit.getKey())))
                .map(limit -> limit.getKey() + " " + limit.getValue())
                .collect(Collectors.joining(", "));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("rate", text(rate));
        texts.put("connections", text(connections));
        texts.put("connection rate", text(connectionRate));
        texts.put("messages per connection", text(messagesPerConnection));
        texts.put("recipients per transaction", text(recipientsPerTransaction));
        texts.put("gate rate", text(gateRate));
        texts.put("warm-up", warmUp.map(plan -> plan.perDay().size() + " days").orElse("none"));
        return texts;
    }

    private static String text(RateBounds bounds) {
        return Changes.rate(bounds.start()) + " (" + Changes.rate(bounds.floor()) + " to "
                + Changes.rate(bounds.ceiling()) + ")";
    }

    private static String text(CountBounds bounds) {
        return bounds.start() + " (" + bounds.floor() + " to " + bounds.ceiling() + ")";
    }

    /** These limits with at most so many connections. */
    public LaneLimits withConnections(CountBounds changed) {
        return new LaneLimits(
                rate, changed, connectionRate, messagesPerConnection, recipientsPerTransaction, gateRate, warmUp);
    }

    /** These limits with another rate. */
    public LaneLimits withRate(RateBounds changed) {
        return new LaneLimits(
                changed,
                connections,
                connectionRate,
                messagesPerConnection,
                recipientsPerTransaction,
                gateRate,
                warmUp);
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
