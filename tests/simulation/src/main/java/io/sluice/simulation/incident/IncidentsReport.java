package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Runs the stories for senders of all sizes, prints the tables, and writes them into the page that publishes them. */
public final class IncidentsReport {
    private IncidentsReport() {}

    /** How many runs there are of each story. */
    private static final Map<Size, Integer> SEEDS = new java.util.LinkedHashMap<>();

    public static void main(String[] arguments) {
        List<String> options = Arrays.asList(arguments);
        String story = options.size() > 1 ? options.get(1) : "";
        String size = options.size() > 2 ? options.get(2) : "";
        int seeds = options.size() > 3 ? Integer.parseInt(options.get(3)) : 20;
        boolean held = options.size() > 4;
        List<Size> sizes = List.of(Size.FIFTY, Size.THOUSAND, Size.HUNDRED_THOUSAND, Size.TEN_MILLION);
        for (Story each : Stories.all()) {
            if (!each.name().contains(story) || each.heldOut() != held) {
                continue;
            }
            for (Size sender : sizes) {
                if (!sender.name().contains(size)) {
                    continue;
                }
                long begin = System.nanoTime();
                List<Result> results = LongStream.range(0, seeds).parallel().mapToObj(seed -> Result.of(each, sender, seed)).toList();
                Map<Kind, List<Double>> times = new EnumMap<>(Kind.class);
                Map<Kind, Integer> wrong = new EnumMap<>(Kind.class);
                for (Result r : results) {
                    r.detected().forEach((k, t) -> times.computeIfAbsent(k, u -> new ArrayList<>()).add(t));
                    r.wrong().forEach(k -> wrong.merge(k, 1, Integer::sum));
                }
                String t = times.entrySet().stream().map(e -> e.getKey().token() + " " + e.getValue().size() + "x p50 " + q(e.getValue(), .5) + " p95 " + q(e.getValue(), .95)).collect(Collectors.joining(", "));
                System.out.printf(Locale.ROOT, "%-28s %-12s %s | wrong %s | false incident %d [%.1f s]%n", each.name(), sender.name(), t, wrong, results.stream().filter(Result::isFalseIncident).count(), (System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private static String q(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        return String.format(Locale.ROOT, "%.0f min", sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size())) / 60);
    }
}
