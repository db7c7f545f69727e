package io.sluice.lane;

/**
 * A limiter that knows the exact time at which the next message may leave: the generic cell rate algorithm (ITU-T I.371).
 * Over any span of length W it lets pass at most {@code burst + rate * W} messages. Times are nanoseconds of
 * {@link LaneTime}. Not safe for several threads.
 */
final class Gcra {
    private static final double SECOND = 1e9;
    /** A timer may be late by as much without loss. */
    private static final double JITTER_SECONDS = 0.05;

    private final double leastBurst;
    private double interval;
    private double burst;
    /**
     * At {@code asOf}: for how long the messages that passed would go on leaving, one interval apart. A span and not a
     * time, because nanoseconds since 1970 do not fit into a double.
     */
    private double ahead;

    private long asOf;

    /**
     * @param perSecond messages, more than 0
     * @param burst messages that may leave at once after a rest, 1 or more
     */
    Gcra(double perSecond, double burst) {
        this.leastBurst = Math.max(1, burst);
        interval = SECOND / perSecond;
        this.burst = burst(perSecond);
    }

    private double burst(double perSecond) {
        return Math.max(leastBurst, perSecond * JITTER_SECONDS);
    }

    /** The earliest time at which a message may leave, {@code now} or later. */
    long earliest(long now) {
        double wait = ahead(now) - tolerance();
        // Rounded up, so that a message at that very time passes.
        return wait < 1 ? now : now + (long) Math.ceil(wait);
    }

    /** Lets a message pass; to be asked for the {@linkplain #earliest time} before. */
    void take(long now) {
        ahead(now, ahead(now) + interval);
    }

    /** The message, which passed at this rate, did not leave. */
    void giveBack() {
        ahead -= interval;
    }

    /** Whether this limiter is what holds messages back: hardly anything could follow the last one at once. */
    boolean isScarce(long now) {
        return ahead(now) > tolerance() - interval;
    }

    /** Changes the rate, more than 0 messages per second. What is used of the burst stays used. */
    void rate(double perSecond, long now) {
        double used = ahead(now) / interval;
        interval = SECOND / perSecond;
        burst = burst(perSecond);
        ahead(now, used * interval);
    }

    /** Nothing may leave for one interval, and then one at a time. */
    void drain(long now) {
        ahead(now, Math.max(ahead(now), tolerance() + interval));
    }

    private double ahead(long now) {
        return Math.max(0, ahead - (now - asOf));
    }

    private void ahead(long now, double nanos) {
        ahead = nanos;
        asOf = now;
    }

    private double tolerance() {
        return (burst - 1) * interval;
    }
}
