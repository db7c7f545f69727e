package io.sluice.benchmarks.live;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results as Markdown. */
final class Tables {
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;

    private final StringBuilder text = new StringBuilder();

    /** What the receivers did. */
    Tables scenarios(List<Scenario> scenarios) {
        scenarios.forEach(scenario -> line(
                "- (%s) %s, %.0f s. %s", scenario.letter(), scenario.title(), scenario.seconds(), scenario.what()));
        return this;
    }

    /** One line for each run with a receiver that has an ideal. */
    Tables limits(List<Seen> runs) {
        row(
                "scenario",
                "sender",
                "accepted",
                "goodput",
                "in the last third",
                "refused per accepted",
                "latency p50 / p99, s",
                "connections",
                "penalties (prolonged)",
                "nine tenths after, s",
                "left waiting",
                "lost / twice",
                "load");
        line("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        runs.forEach(run -> row(
                "(" + run.scenario().letter() + ") " + run.scenario().title(),
                run.contender().title(),
                format("%d of %d", run.accepted(), run.fates().size()),
                format("%.3f", run.goodput()),
                format("%.3f", run.goodputOfLastThird()),
                ratio(run),
                latencies(run, ""),
                format("%d", run.connections()),
                format("%d (%d)", run.penalties(), run.prolongations()),
                run.recovery().isPresent() ? format("%.1f", run.recovery().getAsDouble()) : "not in the run",
                format("%d", run.waiting()),
                format("%d / %d", run.lost(), run.twice()),
                format("%.1f", run.load())));
        return this;
    }

    /** Two runs of mixed mail of the same sender: latency by kind. */
    Tables mixed(List<Pair> pairs) {
        row(
                "sender",
                "mail to",
                "undisturbed p50 / p99, s",
                "throttled p50 / p99, s",
                "ratio p50 / p99",
                "delivered in the run, undisturbed / throttled",
                "refused per accepted",
                "connections",
                "lost / twice",
                "load");
        line("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (Pair pair : pairs) {
            for (String kind : List.of(Mail.BUSINESS, Mail.OTHER, Mail.CONSUMER)) {
                row(
                        pair.title(),
                        kind,
                        latencies(pair.undisturbed(), kind),
                        latencies(pair.throttled(), kind),
                        format("%.2f / %.2f", pair.ratio(kind, MEDIAN), pair.ratio(kind, NEARLY_ALL)),
                        delivered(pair.undisturbed(), kind) + " / " + delivered(pair.throttled(), kind),
                        ratio(pair.throttled()),
                        format(
                                "%d / %d",
                                pair.undisturbed().connections(),
                                pair.throttled().connections()),
                        format(
                                "%d / %d",
                                pair.undisturbed().lost() + pair.throttled().lost(),
                                pair.undisturbed().twice() + pair.throttled().twice()),
                        format(
                                "%.1f / %.1f",
                                pair.undisturbed().load(), pair.throttled().load()));
            }
        }
        return this;
    }

    /**
     * The same mail with and without a receiver that throttles a part of it.
     *
     * @param title of the pair
     * @param undisturbed without
     * @param throttled with
     */
    record Pair(String title, Seen undisturbed, Seen throttled) {
        double ratio(String kind, double part) {
            return throttled.latency(kind, part) / undisturbed.latency(kind, part);
        }
    }

    /** An empty line. */
    Tables gap() {
        line("");
        return this;
    }

    private static String latencies(Seen run, String kind) {
        return format("%.3f / %.3f", run.latency(kind, MEDIAN), run.latency(kind, NEARLY_ALL));
    }

    private static String ratio(Seen run) {
        return run.accepted() == 0
                ? format("%d and none", run.refused())
                : format("%.4f", (double) run.refused() / run.accepted());
    }

    private static String delivered(Seen run, String kind) {
        List<Seen.Fate> ofKind =
                run.fates().stream().filter(fate -> fate.kind().equals(kind)).toList();
        long in = ofKind.stream()
                .filter(fate -> !fate.accepted().isEmpty()
                        && fate.accepted().get(0) < run.scenario().seconds())
                .count();
        return in + " of " + ofKind.size();
    }

    private void row(String... cells) {
        line("%s", Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void line(String format, Object... values) {
        text.append(format(format, values)).append('\n');
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
