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

    private final int messages;
    private final Duration per;
    private final InstantSource time;
    private final Function<Conversation, Answer> reply;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private Duration penalty = Duration.ZERO;

    /**
     * State of one address.
     *
     * @param tokens what is in the bucket as of {@code at}.
     * @param at when that was.
     * @param closedUntil the end of the penalty.
     */
    private record Bucket(double tokens, Instant at, Instant closedUntil) {}

    RateLimit(int messages, Duration per, InstantSource time, Function<Conversation, Answer> reply) {
        this.messages = messages;
        this.per = per;
        this.time = time;
        this.reply = reply;
    }

    /** Refuses everything for a time after each message over the limit. */
    public synchronized RateLimit punishing(Duration time) {
        penalty = time;
        return this;
    }

    @Override
    public synchronized Optional<Answer> answer(Conversation conversation) {
        if (conversation.stage() != Stage.MAIL) {
            return Optional.empty();
        }
        Instant now = time.instant();
        Bucket bucket = buckets.getOrDefault(conversation.peer(), new Bucket(messages, now, Instant.MIN));
        double tokens = Math.min(messages, bucket.tokens + gained(bucket.at, now));
        boolean admitted = tokens >= 1 && !now.isBefore(bucket.closedUntil);
        Bucket next =
                admitted ? new Bucket(tokens - 1, now, bucket.closedUntil) : new Bucket(tokens, now, now.plus(penalty));
        buckets.put(conversation.peer(), next);
        return Behaviours.answerIf(!admitted, conversation, reply);
    }

    private double gained(Instant from, Instant to) {
        return (double) messages * Duration.between(from, to).toNanos() / per.toNanos();
    }
}
