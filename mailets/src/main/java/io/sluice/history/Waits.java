package io.sluice.history;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long mail took, as counts in steps that grow by the square root of 2: from 250 ms up to two weeks. A quantile is off
 * by less than a fifth of its value within these. Immutable.
 *
 * @param counts by the number of the step, positive counts only
 */
public record Waits(Map<Integer, Long> counts) {
    /** No mail. */
    public static final Waits NONE = new Waits(Map.of());

    static final int STEPS = 46;
    private static final double FIRST_SECONDS = 0.25;

    public Waits {
        counts = Map.copyOf(counts);
        counts.forEach((step, count) -> {
            if (step < 0 || step >= STEPS || count <= 0) {
                throw new IllegalArgumentException("No step of waits: " + step + ", counted " + count);
            }
        });
    }

    /** The step of a time; what is negative, because a clock was set back, counts as none. */
    static int stepOf(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        if (seconds <= FIRST_SECONDS) {
            return 0;
        }
        int step = (int) Math.ceil(2 * Math.log(seconds / FIRST_SECONDS) / Math.log(2));
        return Math.min(step, STEPS - 1);
    }

    /** The longest time of a step, in seconds. */
    static double endOf(int step) {
        return FIRST_SECONDS * Math.pow(2, step / 2.0);
    }

    /** How many mails. */
    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The time within which this part of the mails was done; empty without mail.
     *
     * @param part above 0 and not above 1; 0.95 for the 95th percentile
     */
    public Optional<Duration> quantile(double part) {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException("A part is above 0 and not above 1, not " + part);
        }
        double wanted = part * count();
        long before = 0;
        for (Map.Entry<Integer, Long> step : new TreeMap<>(counts).entrySet()) {
            if (before + step.getValue() >= wanted) {
                double from = step.getKey() == 0 ? 0 : endOf(step.getKey() - 1);
                double within = (wanted - before) / step.getValue();
                double seconds = from + (endOf(step.getKey()) - from) * within;
                return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
            }
            before += step.getValue();
        }
        return Optional.empty();
    }

    /** Both together. */
    public Waits plus(Waits other) {
        return new Waits(Sums.of(counts, other.counts));
    }
}
