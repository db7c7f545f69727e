package io.sluice.history;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The deferral pressure index: from 0, mail leaves as it comes, to 100, none does. It counts only what tells how the
 * receiver thinks of the sender; faults of the network or of the service do not raise it. Pure functions; the formula is in
 * {@code docs/pressure.md}.
 *
 * <p>With d, the part of the answers that were such refusals (each by its weight), s, the part of the time that the lane was
 * suspended or blocked, and w, how late mail is accepted (0 up to a minute, 1 from four hours, growing with the logarithm):
 * index = 100 (1 - (1 - d) (1 - s) (1 - w / 2)).
 */
public final class Pressure {
    /** With fewer answers there is no index, unless the lane stood still. */
    public static final int FEWEST_ANSWERS = 20;

    /** With fewer values there is no baseline. */
    public static final int FEWEST_VALUES = 6;

    private static final double SOON_SECONDS = Duration.ofMinutes(1).toSeconds();
    private static final double LATE_SECONDS = Duration.ofHours(4).toSeconds();
    private static final double LATENESS_WEIGHT = 0.5;
    private static final double LEAST_DEPARTURE = 10;
    private static final double DEVIATIONS = 3;
    /** Makes the median of deviations comparable with a standard deviation. */
    private static final double TO_STANDARD = 1.4826;

    private Pressure() {}

    /** How much a refusal tells about the sender's standing, from 0 to 1. */
    public static double weight(DeferralClass type) {
        return switch (type) {
            case IP_REPUTATION_THROTTLE,
                    CONNECTION_LIMIT,
                    IP_BLOCKED,
                    SENDER_BLOCKED,
                    AUTHENTICATION,
                    POLICY_CONTENT -> 1;
            case SERVICE_THROTTLE, SENDING_LIMIT, OTHER -> 0.5;
            case OUTAGE,
                    NETWORK,
                    DNS,
                    RECIPIENT_INVALID,
                    MAILBOX_UNAVAILABLE,
                    RECIPIENT_LIMIT,
                    RELAY_MISROUTED,
                    TLS,
                    NOT_MICROSOFT -> 0;
        };
    }

    /** The index of what happened in a time; empty when too little happened. */
    public static Optional<Double> index(Tally tally) {
        long answers = tally.accepted() + tally.allDeferred() + tally.allFailed();
        double closed = tally.looks() == 0 ? 0 : (double) tally.closedLooks() / tally.looks();
        if (answers < FEWEST_ANSWERS) {
            return closed > 0 ? Optional.of(100 * closed) : Optional.empty();
        }
        double refused = (weighed(tally.deferred()) + weighed(tally.failed())) / answers;
        double late = tally.toAccept().quantile(0.95).map(Pressure::lateness).orElse(0.0);
        return Optional.of(100 * (1 - (1 - refused) * (1 - closed) * (1 - LATENESS_WEIGHT * late)));
    }

    private static double weighed(Map<DeferralClass, Long> refusals) {
        return refusals.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() * weight(entry.getKey()))
                .sum();
    }

    private static double lateness(Duration wait) {
        double seconds = Math.max(SOON_SECONDS, Math.min(LATE_SECONDS, wait.toMillis() / 1000.0));
        return Math.log(seconds / SOON_SECONDS) / Math.log(LATE_SECONDS / SOON_SECONDS);
    }

    /**
     * What is usual.
     *
     * @param median of the values
     * @param spread how far values usually lie from it: the median of the distances, as a standard deviation
     */
    public record Baseline(double median, double spread) {
        /** From which index on it is unusual: three spreads above the median, and ten points at least. */
        public double limit() {
            return median + Math.max(LEAST_DEPARTURE, DEVIATIONS * spread);
        }
    }

    /** What is usual by these values of earlier times; empty when they are too few. */
    public static Optional<Baseline> baseline(List<Double> values) {
        if (values.size() < FEWEST_VALUES) {
            return Optional.empty();
        }
        double median = median(values);
        double spread = TO_STANDARD
                * median(values.stream().map(value -> Math.abs(value - median)).toList());
        return Optional.of(new Baseline(median, spread));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
