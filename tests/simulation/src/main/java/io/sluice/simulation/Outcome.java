package io.sluice.simulation;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came out of a run.
 *
 * @param scenario what was run
 * @param accepted accepted mails over time
 * @param ideal what a sender that knew the receiver would have got accepted over time
 * @param refused refused attempts over time
 * @param delays from arrival to acceptance of ordinary mail; mail that was not accepted counts with its age at the end
 * @param urgentDelays the same of urgent mail
 * @param givenUp mails that went back to their senders
 * @param waiting mails that were neither accepted nor given up at the end
 * @param inVain how often the sender took a mail up and put it back
 * @param penalties how often the receiver was provoked to a penalty
 */
public record Outcome(
        Scenario scenario,
        Series accepted,
        Series ideal,
        Series refused,
        Histogram delays,
        Histogram urgentDelays,
        int givenUp,
        int waiting,
        long inVain,
        int penalties) {
    private static final double RECOVERED = 0.9;

    /** Accepted mails against the ideal; 1 is perfect. */
    public double goodput() {
        return accepted.total() / ideal.total();
    }

    /** Refused attempts for each accepted mail. */
    public double refusedPerAccepted() {
        return refused.total() / Math.max(1, accepted.total());
    }

    /**
     * How long after a time the rate of accepted mails was, for a whole window, at least nine tenths of the ideal's, in
     * nanoseconds; empty if it never was.
     */
    public OptionalLong recovery(Scenario.Mark mark) {
        for (long time = mark.time(); time + scenario.window() <= scenario.duration(); time += Series.BIN) {
            double possible = ideal.between(time, time + scenario.window());
            if (possible > 0 && accepted.between(time, time + scenario.window()) >= RECOVERED * possible) {
                return OptionalLong.of(time - mark.time());
            }
        }
        return OptionalLong.empty();
    }

    /** The mark of that name, if the scenario has it. */
    public Optional<Scenario.Mark> mark(String name) {
        return scenario.marks().stream()
                .filter(mark -> mark.name().equals(name))
                .findFirst();
    }

    /**
     * How much the rate swings in the steady part: the coefficient of variation of accepted against ideal, window by
     * window.
     */
    public double oscillation() {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (long time = scenario.steadyFrom();
                time + scenario.window() <= scenario.duration();
                time += scenario.window()) {
            double possible = ideal.between(time, time + scenario.window());
            if (possible > 0) {
                double ratio = accepted.between(time, time + scenario.window()) / possible;
                sum += ratio;
                squares += ratio * ratio;
                count++;
            }
        }
        double mean = sum / count;
        return mean == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
    }
}
