package io.sluice.testkit.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A token bucket for each client address, asked at MAIL. With a penalty, each message over the limit closes the
 * bucket for a while, and hammering prolongs it. Thread-safe.
 */
public final class RateLimit implements Behaviour {

    /** What is said within that time of the begin of a penalty may have been on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    private final InstantSource time;
    private final Function<Conversation, Answer> reply;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private int messages;
    private Duration per;
    private Duration penalty = Duration.ZERO;
    private Duration longestPenalty = Duration.ZERO;
    private int penalties;
    private int prolongations;

    /**
     * State of one address.
     *
     * @param tokens what is in the bucket as of {@code at}.
     * @param at when that was.
     * @param closedSince the begin of the last penalty, or when it was last prolonged.
     * @param closedUntil the end of the penalty.
     * @param length how long the last penalty was meant to be.
     */
    private record Bucket(double tokens, Instant at, Instant closedSince, Instant closedUntil, Duration length) {

        Bucket with(double changed, Instant now) {
            return new Bucket(changed, now, closedSince, closedUntil, length);
        }

        Bucket closed(double changed, Instant now, Duration lasting) {
            return new Bucket(changed, now, now, now.plus(lasting), lasting);
        }
    }

    RateLimit(int messages, Duration per, InstantSource time, Function<Conversation, Answer> reply) {
        this.messages = messages;
        this.per = per;
        this.time = time;
        this.reply = reply;
    }

    /** Refuses everything for a time after each message over the limit. */
    public synchronized RateLimit punishing(Duration time) {
        return punishing(time, time);
    }

    /**
     * Refuses everything for a time after a message over the limit. Each message during a penalty begins it anew, twice
     * as long; what comes in its first second does not double it. A penalty that follows on another within the longest
     * one begins twice as long, too.
     */
    public synchronized RateLimit punishing(Duration first, Duration longest) {
        penalty = first;
        longestPenalty = longest;
        return this;
    }

    /** Takes so many messages in a time from now on; what is in a bucket stays, as far as it has room. */
    public synchronized void allow(int changed, Duration in) {
        Instant now = time.instant();
        buckets.replaceAll((peer, bucket) -> bucket.with(tokens(bucket, now), now));
        messages = changed;
        per = in;
    }

    /** How many penalties there were. */
    public synchronized int penalties() {
        return penalties;
    }

    /** How often a penalty was prolonged because of a message during it. */
    public synchronized int prolongations() {
        return prolongations;
    }

    @Override
    public synchronized Optional<Answer> answer(Conversation conversation) {
        if (conversation.stage() != Stage.MAIL) {
            return Optional.empty();
        }
        Instant now = time.instant();
        Bucket bucket = buckets.computeIfAbsent(
                conversation.peer(), peer -> new Bucket(messages, now, Instant.MIN, Instant.MIN, Duration.ZERO));
        double tokens = tokens(bucket, now);
        boolean closed = now.isBefore(bucket.closedUntil);
        boolean admitted = tokens >= 1 && !closed;
        Bucket next = admitted ? bucket.with(tokens - 1, now) : refused(bucket, tokens, now, closed);
        buckets.put(conversation.peer(), next);
        return Behaviours.answerIf(!admitted, conversation, reply);
    }

    private Bucket refused(Bucket bucket, double tokens, Instant now, boolean closed) {
        if (penalty.isZero()) {
            return bucket.with(tokens, now);
        }
        if (!closed) {
            penalties++;
            boolean again = bucket.length.compareTo(Duration.ZERO) > 0
                    && now.isBefore(bucket.closedUntil.plus(longestPenalty))
                    && longestPenalty.compareTo(penalty) > 0;
            return bucket.closed(tokens, now, again ? doubled(bucket.length) : penalty);
        }
        prolongations++;
        boolean onItsWay = now.isBefore(bucket.closedSince.plus(ON_ITS_WAY));
        return bucket.closed(tokens, now, onItsWay ? bucket.length : doubled(bucket.length));
    }

    private Duration doubled(Duration length) {
        Duration twice = length.multipliedBy(2);
        return twice.compareTo(longestPenalty) < 0 ? twice : longestPenalty;
    }

    private double tokens(Bucket bucket, Instant now) {
        double gained = (double) messages * Duration.between(bucket.at, now).toNanos() / per.toNanos();
        return Math.min(messages, bucket.tokens + gained);
    }
}
