package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results as tables in Markdown: a sum, and a table for each size of sender. */
final class ResultTables {
    private final List<Size> sizes;
    private final List<Result> results;

    ResultTables(List<Size> sizes, List<Result> results) {
        this.sizes = List.copyOf(sizes);
        this.results = List.copyOf(results);
    }

    String markdown() {
        StringBuilder page = new StringBuilder("### All together\n\n"
                + "| sender | runs | to be found | found | left open | missed | own fault called an incident | other wrong calls |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        for (Size size : sizes) {
            List<Result> here = of(size);
            long found =
                    here.stream().mapToLong(result -> result.detected().size()).sum();
            long missed =
                    here.stream().mapToLong(result -> result.missed().size()).sum();
            long open =
                    here.stream().filter(result -> result.open().isPresent()).count();
            long wrong =
                    here.stream().mapToLong(result -> result.wrong().size()).sum();
            long incidents = here.stream().filter(Result::isFalseIncident).count();
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
                    size.name(),
                    here.size(),
                    found + open + missed,
                    found,
                    open,
                    missed,
                    incidents,
                    wrong - incidents));
        }
        for (Size size : sizes) {
            page.append("\n### ")
                    .append(size.name())
                    .append(" (")
                    .append(describe(size))
                    .append(")\n\n");
            page.append(
                    "| story | found, after (median, 95 in 100) | left open | missed | wrong calls |\n|---|---|---|---|---|\n");
            Map<Story, List<Result>> stories = of(size).stream()
                    .collect(Collectors.groupingBy(Result::story, LinkedHashMap::new, Collectors.toList()));
            stories.forEach((story, some) -> page.append(row(story, some)).append('\n'));
        }
        return page.toString();
    }

    private List<Result> of(Size size) {
        return results.stream().filter(result -> result.size().equals(size)).toList();
    }

    private static String describe(Size size) {
        return size.perDay() + " mails a day, " + plural(size.sources(), "address", "addresses") + ", "
                + plural(size.senderDomains(), "domain", "domains") + ", " + size.customers() + " customers";
    }

    private static String plural(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** A row of the table. */
    static String row(Story story, List<Result> results) {
        Map<Kind, List<Double>> times = new EnumMap<>(Kind.class);
        Map<Kind, Integer> missed = new EnumMap<>(Kind.class);
        Map<Kind, Integer> wrong = new EnumMap<>(Kind.class);
        for (Result result : results) {
            result.detected().forEach((kind, time) -> times.computeIfAbsent(kind, key -> new ArrayList<>())
                    .add(time));
            result.missed().forEach(kind -> missed.merge(kind, 1, Integer::sum));
            result.wrong().forEach(kind -> wrong.merge(kind, 1, Integer::sum));
        }
        String found = times.entrySet().stream()
                .map(kind -> kind.getKey().token() + " " + minutes(kind.getValue(), 0.5) + ", "
                        + minutes(kind.getValue(), 0.95))
                .collect(Collectors.joining("; "));
        return "| " + story.name() + (story.heldOut() ? " (held out)" : "") + " | " + found + " | " + open(results)
                + " | " + counts(missed, results.size()) + " | " + counts(wrong, results.size()) + " |";
    }

    private static String open(List<Result> results) {
        List<Double> times = results.stream()
                .flatMapToDouble(result -> result.open().stream())
                .boxed()
                .toList();
        return times.isEmpty()
                ? ""
                : times.size() + " of " + results.size() + ", " + minutes(times, 0.5) + ", " + minutes(times, 0.95);
    }

    private static String counts(Map<Kind, Integer> kinds, int runs) {
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey().token() + " " + kind.getValue() + " of " + runs)
                .collect(Collectors.joining(", "));
    }

    private static String minutes(List<Double> seconds, double part) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int at = (int) Math.min(sorted.size() - 1, Math.ceil(part * sorted.size()) - 1);
        return String.format(Locale.ROOT, "%.0f min", sorted.get(Math.max(0, at)) / 60);
    }
}
