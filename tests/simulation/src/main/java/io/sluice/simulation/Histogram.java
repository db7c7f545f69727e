package io.sluice.simulation;

/** Delays, with a resolution of 2 %, from a millisecond to months. */
public final class Histogram {
    private static final double STEP = Math.log(1.02);

    private final long[] counts = new long[1400];
    private long total;

    void add(long nanos) {
        double milliseconds = Math.max(1, nanos / (double) Nanos.MILLISECOND);
        counts[Math.min(counts.length - 1, (int) (Math.log(milliseconds) / STEP))]++;
        total++;
    }

    public long total() {
        return total;
    }

    /** The delay that this share of the mails does not exceed, in nanoseconds; 0 when there are none. */
    public long quantile(double share) {
        long rest = (long) Math.ceil(share * total);
        for (int i = 0; i < counts.length; i++) {
            rest -= counts[i];
            if (rest <= 0 && total > 0) {
                return (long) (Math.exp((i + 0.5) * STEP) * Nanos.MILLISECOND);
            }
        }
        return 0;
    }
}
