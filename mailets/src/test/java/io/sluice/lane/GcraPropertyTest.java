package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Whatever is asked and however the rate changes: between any two moments pass at most {@code b} and the integral of the
 * rate over the time between them, where {@code b} is the largest burst of the rates since the first of the two; that is the
 * given burst, or the twentieth part of a second where that is more.
 */
class GcraPropertyTest {
    private static final double SECOND = 1e9;
    private static final double ROUNDING = 1e-6;

    /** A message that passed, and how many the rate had allowed since the beginning, the burst not counted. */
    private record Passed(double allowed, int number) {}

    @Property(tries = 300)
    void neverExceedsTheRateOverAnyWindow(
            @ForAll @DoubleRange(min = 0.01, max = 2000) double rate,
            @ForAll @IntRange(min = 1, max = 30) int burst,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000_000L) long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        Gcra limiter = new Gcra(rate, burst);
        List<Passed> passed = new ArrayList<>();
        double allowed = 0;
        double current = rate;
        double largest = Math.max(burst, rate / 20);
        long now = start;

        for (int step = 0; step < 300; step++) {
            long before = now;
            now = random.nextInt(3) == 0 ? now : now + (long) (random.nextDouble() * 3 * SECOND / current);
            if (random.nextBoolean()) {
                now = Math.max(now, limiter.earliest(now));
            }
            allowed += current * (now - before) / SECOND;
            if (random.nextInt(20) == 0) {
                current = Math.min(2000, Math.max(0.01, current * (0.1 + 2 * random.nextDouble())));
                largest = Math.max(largest, current / 20);
                limiter.rate(current, now);
            }
            while (limiter.earliest(now) == now && random.nextInt(8) != 0) {
                limiter.take(now);
                passed.add(new Passed(allowed, passed.size() + 1));
            }
        }

        double most = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (Passed each : passed) {
            // The window from an earlier message to this one, both in it.
            least = Math.min(least, each.number() - 1 - each.allowed());
            most = Math.max(most, each.number() - each.allowed() - least);
        }
        assertThat(most).isLessThanOrEqualTo(largest + ROUNDING);
    }

    @Property(tries = 300)
    void neverStarves(
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double rate,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000_000L) long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        Gcra limiter = new Gcra(rate, 5);
        double current = rate;
        double slowest = rate;
        double largest = Math.max(5, rate / 20);
        long now = start;

        for (int step = 0; step < 200; step++) {
            long earliest = limiter.earliest(now);
            // The longest wait: a whole burst of the fastest rate, used up, at the slowest one.
            assertThat(earliest - now).isBetween(0L, (long) ((largest + 2) * SECOND / slowest) + 1);
            assertThat(limiter.earliest(earliest)).isEqualTo(earliest);
            limiter.take(earliest);
            now = earliest + (random.nextBoolean() ? 0 : (long) (random.nextDouble() * SECOND / current));
            if (random.nextInt(10) == 0) {
                current = Math.min(1e6, Math.max(0.001, current * (0.1 + 2 * random.nextDouble())));
                slowest = Math.min(slowest, current);
                largest = Math.max(largest, current / 20);
                limiter.rate(current, now);
                if (random.nextBoolean()) {
                    limiter.drain(now);
                }
            }
        }
    }
}
