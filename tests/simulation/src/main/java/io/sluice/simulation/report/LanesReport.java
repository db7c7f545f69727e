package io.sluice.simulation.report;

import io.sluice.lane.LanePolicy;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Network;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Scenarios;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Senders;
import io.sluice.simulation.sender.SluiceLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the scenarios, prints the tables, and writes them into the page that publishes them. */
public final class LanesReport {
    private LanesReport() {}

    /**
     * Runs what the arguments ask for.
     *
     * @param arguments the page, or "-" to write none; then {@code --scenario WORDS}, {@code --sender WORDS} to run some
     *     only, which writes none, and {@code --trace} to print each change of the lane, at its time in seconds
     */
    public static void main(String[] arguments) throws IOException {
        List<String> options = Arrays.asList(arguments);
        String scenarioWords = option(options, "--scenario");
        String senderWords = option(options, "--sender");
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> scenario.name().contains(scenarioWords))
                .toList();
        Map<String, Sender.Maker> senders = new LinkedHashMap<>(Senders.all());
        if (options.contains("--trace")) {
            senders.put(Senders.SLUICE, LanesReport::traced);
        }
        senders.keySet().removeIf(name -> !name.contains(senderWords));
        List<Run> runs = run(scenarios, senders);
        String markdown = new Tables(scenarios, List.copyOf(senders.keySet()), runs).markdown();
        System.out.println(markdown);
        boolean everything = scenarioWords.isEmpty() && senderWords.isEmpty();
        if (everything && !arguments[0].equals("-")) {
            Path page = Path.of(arguments[0]);
            new Page(page).generated(markdown);
            picture().write(page.resolveSibling("lanes.svg"));
        }
    }

    /** The lane at a receiver that takes a fifth for two hours. */
    private static Picture picture() {
        Scenario drop = Scenarios.all().stream()
                .filter(scenario -> scenario.name().equals("drop to a fifth"))
                .findFirst()
                .orElseThrow();
        return new Picture(drop, time -> time >= 2 * Nanos.HOUR && time < 4 * Nanos.HOUR ? 2 : 10, 15);
    }

    private static String option(List<String> options, String name) {
        int at = options.indexOf(name);
        if (at >= 0 && at + 1 == options.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return at < 0 ? "" : options.get(at + 1);
    }

    private static List<Run> run(List<Scenario> scenarios, Map<String, Sender.Maker> senders) {
        record Pair(Scenario scenario, String sender) {}
        List<Pair> pairs = new ArrayList<>();
        scenarios.forEach(scenario -> senders.keySet().forEach(sender -> pairs.add(new Pair(scenario, sender))));
        return pairs.parallelStream()
                .map(pair -> {
                    long begin = System.nanoTime();
                    Run run = Run.of(pair.scenario(), pair.sender(), senders.get(pair.sender()));
                    System.err.printf(
                            "%-18s %-32s %s, taken up in vain %d [%.1f s]%n",
                            pair.scenario().name(),
                            pair.sender(),
                            Tables.cells(run.outcome()),
                            run.outcome().inVain(),
                            Nanos.seconds(System.nanoTime() - begin));
                    return run;
                })
                .toList();
    }

    private static Sender traced(Network network) {
        return new SluiceLane(
                network,
                LanePolicy.DEFAULT,
                SluiceLane.hosts(network.tenants()),
                (time, event) -> System.out.printf(
                        "%12.3f %s %s %s %s -> %s  %.120s%n",
                        Nanos.seconds(time),
                        event.lane(),
                        event.gate(),
                        event.kind(),
                        event.from(),
                        event.to(),
                        event.cause()));
    }
}
