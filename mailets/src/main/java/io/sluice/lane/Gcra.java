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
    /** When the messages that passed would all have left, one interval apart. */
    private double theoretical = Double.NEGATIVE_INFINITY;

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
        double at = theoretical - tolerance();
        // Rounded up, so that a message at that very time passes.
        return at <= now ? now : (long) Math.ceil(at);
    }

    /** Lets a message pass; to be asked for the {@linkplain #earliest time} before. */
    void take(long now) {
        theoretical = Math.max(theoretical, (double) now) + interval;
    }

    /** The message did not leave. */
    void giveBack() {
        theoretical -= interval;
    }

    /** Whether this limiter is what holds messages back: hardly anything could follow the last one at once. */
    boolean isScarce(long now) {
        return theoretical - now > tolerance() - interval;
    }

    /** Changes the rate, more than 0 messages per second. What is used of the burst stays used. */
    void rate(double perSecond, long now) {
        double used = Math.max(0, theoretical - now) / interval;
        interval = SECOND / perSecond;
        burst = burst(perSecond);
        if (used > 0) {
            theoretical = now + used * interval;
        }
    }

    /** Nothing may leave for one interval, and then one at a time. */
    void drain(long now) {
        theoretical = Math.max(theoretical, now + tolerance() + interval);
    }

    private double tolerance() {
        return (burst - 1) * interval;
    }
}
