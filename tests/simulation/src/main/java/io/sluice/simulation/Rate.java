package io.sluice.simulation;

/** A rate that may change in time, known by how many mails it stands for between two times. */
@FunctionalInterface
public interface Rate {
    /** How many mails between two times, {@code from <= to}. */
    double between(long from, long to);

    /** Always the same, in mails per second. */
    static Rate constant(double perSecond) {
        return (from, to) -> perSecond * Nanos.seconds(to - from);
    }

    /** A wave between a least and a greatest rate, in mails per second; begins at the mean, upwards. */
    static Rate wave(double least, double greatest, long period) {
        double mean = (least + greatest) / 2;
        double amplitude = (greatest - least) / 2;
        double angular = 2 * Math.PI / Nanos.seconds(period);
        return (from, to) -> mean * Nanos.seconds(to - from)
                + amplitude
                        / angular
                        * (Math.cos(angular * Nanos.seconds(from)) - Math.cos(angular * Nanos.seconds(to)));
    }

    /** Rates that follow on one another, in mails per second, each for that long; then from the first again. */
    static Rate steps(long each, double... perSecond) {
        return (from, to) -> {
            double mails = 0;
            for (long begin = from; begin < to; ) {
                long number = begin / each;
                long end = Math.min(to, (number + 1) * each);
                mails += perSecond[(int) (number % perSecond.length)] * Nanos.seconds(end - begin);
                begin = end;
            }
            return mails;
        };
    }

    /** This rate, multiplied by a factor between two times. */
    default Rate changed(double factor, long begin, long end) {
        return (from, to) -> {
            long first = Math.max(from, begin);
            long last = Math.min(to, end);
            double all = between(from, to);
            return first < last ? all + (factor - 1) * between(first, last) : all;
        };
    }
}
