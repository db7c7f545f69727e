package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;

/**
 * The wall clock as nanoseconds that never run backwards. A clock that is set back would otherwise make a limiter wait
 * for as long again; here the time that it lost is added from then on. Not safe for several threads.
 */
final class LaneTime {
    /** Threads read the clock, and do something slow before they ask: such a lag is no jump, and shifts nothing. */
    private static final long LAG = Duration.ofSeconds(10).toNanos();

    private static final long NANOS = 1_000_000_000L;

    private long shift;
    private long last = Long.MIN_VALUE;

    /** That time on this scale, or the latest that was seen, if that is later. */
    long at(Instant now) {
        long time = nanos(now) + shift;
        if (time >= last) {
            last = time;
        } else if (last - time > LAG) {
            shift += last - time;
        }
        return last;
    }

    /** The time of the wall clock. */
    Instant instant(long time) {
        long nanos = time - shift;
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }
}
