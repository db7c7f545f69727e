package io.sluice.benchmarks.live;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came out of a run. Times are seconds from its begin.
 *
 * @param scenario which
 * @param contender who sent
 * @param fates what became of the mails that the server answered for
 * @param refusals when a receiver refused something, in order
 * @param connections that were opened until the end of the run
 * @param penalties that were provoked until then
 * @param prolongations of those penalties
 * @param waiting mails in the sender's queues afterwards, when nothing is accepted any more
 * @param load the load average of the machine in the middle of the run
 */
record Seen(
        Scenario scenario,
        Contender contender,
        List<Fate> fates,
        List<Double> refusals,
        long connections,
        int penalties,
        int prolongations,
        long waiting,
        double load) {
    /** Over so many seconds nine tenths of the ideal make a recovery. */
    static final double WINDOW = 5;

    private static final double RECOVERED = 0.9;

    Seen {
        fates = List.copyOf(fates);
        refusals = List.copyOf(refusals);
    }

    /**
     * One mail.
     *
     * @param kind to whom
     * @param due when it was to be submitted
     * @param acknowledged when the server answered for it
     * @param accepted when the receiver took it; more than once is once too often
     */
    record Fate(String kind, double due, double acknowledged, List<Double> accepted) {
        Fate {
            accepted = accepted.stream().sorted().toList();
        }

        double latencyUntil(double end) {
            double left = accepted.isEmpty() ? end : Math.min(end, accepted.get(0));
            return Math.max(0, left - acknowledged);
        }
    }

    /** Several runs of one scenario with one sender as if they were one. */
    static Seen together(List<Seen> runs) {
        Seen first = runs.get(0);
        return new Seen(
                first.scenario,
                first.contender,
                runs.stream().flatMap(run -> run.fates.stream()).toList(),
                runs.stream().flatMap(run -> run.refusals.stream()).sorted().toList(),
                runs.stream().mapToLong(Seen::connections).sum(),
                runs.stream().mapToInt(Seen::penalties).sum(),
                runs.stream().mapToInt(Seen::prolongations).sum(),
                runs.stream().mapToLong(Seen::waiting).sum(),
                runs.stream().mapToDouble(Seen::load).average().orElse(Double.NaN));
    }

    /** A line for each mail with its times in seconds, so that an odd number in a table can be looked into. */
    List<String> lines() {
        return Stream.concat(
                        Stream.of("kind,due,acknowledged,accepted"),
                        fates.stream().map(fate -> "%s,%.3f,%.3f,%s"
                                .formatted(
                                        fate.kind(),
                                        fate.due(),
                                        fate.acknowledged(),
                                        fate.accepted().stream()
                                                .map("%.3f"::formatted)
                                                .collect(Collectors.joining(" ")))))
                .toList();
    }

    /** Mails that were accepted in the run. */
    long accepted() {
        return acceptedBetween(0, scenario.seconds());
    }

    private long acceptedBetween(double from, double to) {
        return fates.stream()
                .flatMap(fate -> fate.accepted().stream().limit(1))
                .filter(at -> at >= from && at < to)
                .count();
    }

    /** Accepted mails against those that a sender would get rid of who knows the receiver. */
    double goodput() {
        return accepted() / Math.min(fates.size(), scenario.course().between(0, scenario.seconds()));
    }

    /** The same for the last third of the run. */
    double goodputOfLastThird() {
        double from = scenario.seconds() * 2 / 3;
        return acceptedBetween(from, scenario.seconds()) / scenario.course().between(from, scenario.seconds());
    }

    /** Refused attempts in the run. */
    long refused() {
        return refusals.stream().filter(at -> at < scenario.seconds()).count();
    }

    /**
     * Latency from the server's acceptance to the receiver's; a mail that was not delivered in the run counts with its
     * age at the end.
     *
     * @param kind of mails, empty for all
     * @param part of the mails that are as quick or quicker
     * @return seconds; NaN when there was no such mail
     */
    double latency(String kind, double part) {
        double[] sorted = fates.stream()
                .filter(fate -> kind.isEmpty() || fate.kind().equals(kind))
                .filter(fate -> fate.due() >= scenario.watched().toNanos() / 1e9)
                .mapToDouble(fate -> fate.latencyUntil(scenario.seconds()))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))];
    }

    /** Seconds from the mark to the begin of a window with nine tenths of what the receiver takes; empty when never. */
    OptionalDouble recovery() {
        double mark =
                scenario.mark().map(at -> at.toNanos() / 1e9).orElseGet(() -> refusals.isEmpty() ? 0 : refusals.get(0));
        double[] times = fates.stream()
                .flatMap(fate -> fate.accepted().stream().limit(1))
                .mapToDouble(Double::doubleValue)
                .filter(at -> at >= mark && at < scenario.seconds())
                .sorted()
                .toArray();
        return Arrays.stream(times)
                .filter(from -> from + WINDOW <= scenario.seconds())
                .filter(from -> Arrays.stream(times)
                                .filter(at -> at >= from && at < from + WINDOW)
                                .count()
                        >= RECOVERED * scenario.course().between(from, from + WINDOW))
                .map(from -> from - mark)
                .findFirst();
    }

    /** Mails that arrived more than once. */
    long twice() {
        return fates.stream().filter(fate -> fate.accepted().size() > 1).count();
    }

    /** Mails that neither arrived, also after the run, nor wait. */
    long lost() {
        return undelivered(fates) - waiting;
    }

    static long undelivered(List<Fate> fates) {
        return fates.stream().filter(fate -> fate.accepted().isEmpty()).count();
    }
}
