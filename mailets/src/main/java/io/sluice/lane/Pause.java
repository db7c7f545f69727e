package io.sluice.lane;

import java.time.Duration;

/**
 * How long a gate stays closed before a probe passes.
 *
 * @param first the first time, more than zero
 * @param growth by what it grows with each probe that is refused, 1 or more
 * @param longest it grows no longer, at least {@code first}
 */
public record Pause(Duration first, double growth, Duration longest) {
    public Pause {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || !(growth >= 1 && growth <= 100)) {
            throw new IllegalArgumentException("A pause needs 0 < first <= longest and a growth of 1 to 100, not first "
                    + first + ", growth " + growth + ", longest " + longest);
        }
    }

    /** In nanoseconds, after so many probes were refused. */
    long nanos(int refused) {
        return (long) Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(growth, refused));
    }
}
