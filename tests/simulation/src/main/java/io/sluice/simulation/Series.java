package io.sluice.simulation;

/** Mails over time, counted in bins of five seconds. */
public final class Series {
    static final long BIN = 5 * Nanos.SECOND;

    private final double[] bins;

    Series(long end) {
        this.bins = new double[(int) ((end + BIN - 1) / BIN)];
    }

    void add(long time, double mails) {
        int bin = (int) (time / BIN);
        if (bin < bins.length) {
            bins[bin] += mails;
        }
    }

    int size() {
        return bins.length;
    }

    /** Mails between two times, which are rounded to bins. */
    public double between(long from, long to) {
        double sum = 0;
        int last = Math.min(bins.length, (int) (to / BIN));
        for (int bin = (int) (from / BIN); bin < last; bin++) {
            sum += bins[bin];
        }
        return sum;
    }

    public double total() {
        return between(0, bins.length * BIN);
    }
}
