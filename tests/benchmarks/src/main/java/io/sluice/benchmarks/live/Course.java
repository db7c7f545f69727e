package io.sluice.benchmarks.live;

import java.time.Duration;
import java.util.List;

/**
 * What a receiver takes over the time of a run from a sender that knows it.
 *
 * @param burst mails at once, in the beginning
 * @param pieces rates, one after the other
 */
record Course(int burst, List<Piece> pieces) {
    Course {
        pieces = List.copyOf(pieces);
    }

    /**
     * A time with the same rate.
     *
     * @param lasting how long
     * @param rate mails per second
     */
    record Piece(Duration lasting, double rate) {}

    /** One rate throughout. */
    static Course constant(int burst, double rate, Duration lasting) {
        return new Course(burst, List.of(new Piece(lasting, rate)));
    }

    /** Mails that it takes between two times, in seconds from the begin. */
    double between(double from, double to) {
        double sum = from <= 0 ? burst : 0;
        double begin = 0;
        for (Piece piece : pieces) {
            double end = begin + piece.lasting().toNanos() / 1e9;
            sum += piece.rate() * Math.max(0, Math.min(to, end) - Math.max(from, begin));
            begin = end;
        }
        return sum;
    }
}
