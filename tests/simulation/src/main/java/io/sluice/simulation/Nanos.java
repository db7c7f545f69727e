package io.sluice.simulation;

/** Units of virtual time, in nanoseconds. */
public final class Nanos {
    public static final long MILLISECOND = 1_000_000L;
    public static final long SECOND = 1000 * MILLISECOND;
    public static final long MINUTE = 60 * SECOND;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    private Nanos() {}

    /** A time or duration in seconds. */
    public static double seconds(long nanos) {
        return nanos / (double) SECOND;
    }
}
