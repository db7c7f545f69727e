package io.sluice.benchmarks.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a receiver does, and what mail there is for it.
 *
 * @param letter its name on the command line
 * @param title in results
 * @param what for people who read the results
 * @param length of the run
 * @param mails makes the mails of a run
 * @param turns what the receivers do, and when
 * @param course what the receiver takes from a sender that knows it
 * @param mark from when the time of recovery is counted; empty: from the first refusal
 * @param watched latencies count for mails that are submitted from then on
 */
record Scenario(
        String letter,
        String title,
        String what,
        Duration length,
        Supplier<List<Mail>> mails,
        List<Turn> turns,
        Course course,
        Optional<Duration> mark,
        Duration watched) {
    Scenario {
        turns = List.copyOf(turns);
    }

    /**
     * A change of the receivers.
     *
     * @param at when, from the begin of the run; turns at zero are made before it
     * @param what the change
     */
    record Turn(Duration at, Consumer<Scene> what) {}

    /** The same without what the receivers do. */
    Scenario undisturbed() {
        return new Scenario(letter, title + ", undisturbed", what, length, mails, List.of(), course, mark, watched);
    }

    double seconds() {
        return length.toNanos() / 1e9;
    }
}
