package io.sluice.simulation.incident;

import io.sluice.simulation.report.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the stories for senders of all sizes, prints the tables, and writes them into the page that publishes them. */
public final class IncidentsReport {
    private IncidentsReport() {}

    /**
     * Runs what the arguments ask for.
     *
     * @param arguments the page, or "-" to write none; then {@code --story WORDS}, {@code --size WORDS}, {@code --runs NUMBER}
     *     or {@code --tuned}, which leaves out the stories that were held out; any of them writes none
     */
    public static void main(String[] arguments) throws IOException {
        List<String> options = Arrays.asList(arguments);
        String words = option(options, "--story");
        String size = option(options, "--size");
        String runs = option(options, "--runs");
        boolean tuned = options.contains("--tuned");
        Map<Size, Integer> sizes = new LinkedHashMap<>();
        sizes.put(Size.FIFTY, 20);
        sizes.put(Size.THOUSAND, 20);
        sizes.put(Size.THOUSAND.withoutControl(), 20);
        sizes.put(Size.TWO_ADDRESSES, 20);
        sizes.put(Size.HUNDRED_THOUSAND, 6);
        sizes.put(Size.TEN_MILLION, 1);
        sizes.keySet().removeIf(each -> !each.name().contains(size));
        List<Task> tasks = new ArrayList<>();
        for (Map.Entry<Size, Integer> sender : sizes.entrySet()) {
            int seeds = runs.isEmpty() ? sender.getValue() : Integer.parseInt(runs);
            for (Story story : Stories.all()) {
                if (story.name().contains(words) && !(tuned && story.heldOut())) {
                    for (int seed = 0; seed < seeds; seed++) {
                        tasks.add(new Task(story, sender.getKey(), seed));
                    }
                }
            }
        }
        List<Result> results = tasks.parallelStream().map(Task::run).toList();
        String markdown = new ResultTables(List.copyOf(sizes.keySet()), results).markdown();
        System.out.println(markdown);
        boolean everything = options.size() == 1;
        if (everything && !options.get(0).equals("-")) {
            new Page(Path.of(options.get(0))).generated(markdown);
        }
    }

    private record Task(Story story, Size size, long seed) {
        Result run() {
            long begin = System.nanoTime();
            Result result = Result.of(story, size, seed);
            System.err.printf(
                    "%s, %d: %s [%.1f s]%n",
                    size.name(), seed, ResultTables.row(story, List.of(result)), (System.nanoTime() - begin) / 1e9);
            return result;
        }
    }

    private static String option(List<String> options, String name) {
        int at = options.indexOf(name);
        if (at >= 0 && at + 1 == options.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return at < 0 ? "" : options.get(at + 1);
    }
}
