package io.sluice.benchmarks.live;

import io.sluice.benchmarks.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code MicrosoftRemoteDelivery} and James's own {@code RemoteDelivery} on the real server, one after the other, against
 * receivers that limit, punish, change their mind and fail, over SMTP on loopback by the real clock.
 *
 * <p>Options: {@code --scenario LETTER} for one scenario, {@code --short} for a quick look whose numbers mean little. With
 * Sluice mixed mail is run in {@value #PAIRS} pairs, with and without throttling, in turns, because the slowest mails of
 * one run are those of chance; of stock James one pair says enough. The system property {@value #OUTPUT} names the directory for the tables and for what the lanes logged.
 */
public final class LanesLive {
    private static final String OUTPUT = "sluice.benchmarks.output";
    private static final double SHORT = 0.2;
    private static final int PAIRS = 3;

    private final Path output;
    private final List<Seen> limits = new ArrayList<>();
    private final List<Tables.Pair> mixed = new ArrayList<>();

    private LanesLive(Path output) {
        this.output = output;
    }

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        List<String> options = List.of(arguments);
        Scenarios scenarios = new Scenarios(options.contains("--short") ? SHORT : 1);
        Optional<String> letter = option(options);
        new LanesLive(Path.of(System.getProperty(OUTPUT, "."))).run(scenarios, letter);
        // Threads of libraries must not keep this process.
        System.exit(0);
    }

    private static Optional<String> option(List<String> options) {
        int at = options.indexOf("--scenario");
        if (at < 0) {
            return Optional.empty();
        }
        String letter = at + 1 < options.size() ? options.get(at + 1) : "";
        if (!letter.matches("[a-e]")) {
            throw new IllegalArgumentException("--scenario is a letter from a to e, not '" + letter + "'");
        }
        return Optional.of(letter);
    }

    private void run(Scenarios scenarios, Optional<String> letter) throws InterruptedException, IOException {
        Instant begin = Instant.now();
        List<Scenario> played = new ArrayList<>();
        for (Scenario scenario : scenarios.all()) {
            if (letter.isEmpty() || letter.get().equals(scenario.letter())) {
                played.add(scenario);
                for (Contender contender : Contender.values()) {
                    limits.add(run(scenario, contender));
                }
            }
        }
        if (letter.isEmpty() || letter.get().equals("e")) {
            Scenario scenario = scenarios.mixed();
            played.add(scenario);
            for (Contender contender : Contender.values()) {
                mixed.addAll(pairs(scenario, contender, contender == Contender.SLUICE ? PAIRS : 1));
            }
        }
        Tables tables = new Tables().scenarios(played);
        if (!limits.isEmpty()) {
            tables.gap().limits(limits);
        }
        if (!mixed.isEmpty()) {
            tables.gap().mixed(mixed);
        }
        Files.createDirectories(output);
        Files.writeString(output.resolve("lanes-live.md"), tables.toString());
        Numbers.print(
                "%n%s%nBegun at %s, %d cores",
                tables, begin, Runtime.getRuntime().availableProcessors());
    }

    /** Each in the other order than the one before; behind several one of all together. */
    private List<Tables.Pair> pairs(Scenario scenario, Contender contender, int count)
            throws InterruptedException, IOException {
        List<Tables.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String title = count == 1 ? contender.title() : contender.title() + ", pair " + (i + 1);
            if (i % 2 == 0) {
                Seen undisturbed = run(scenario.undisturbed(), contender);
                pairs.add(new Tables.Pair(title, undisturbed, run(scenario, contender)));
            } else {
                Seen throttled = run(scenario, contender);
                pairs.add(new Tables.Pair(title, run(scenario.undisturbed(), contender), throttled));
            }
        }
        if (count > 1) {
            pairs.add(new Tables.Pair(
                    contender.title() + ", all pairs",
                    Seen.together(pairs.stream().map(Tables.Pair::undisturbed).toList()),
                    Seen.together(pairs.stream().map(Tables.Pair::throttled).toList())));
        }
        return pairs;
    }

    private Seen run(Scenario scenario, Contender contender) throws InterruptedException, IOException {
        String name = Arrays.stream(
                        (scenario.letter() + " " + scenario.title() + " " + contender.title()).split("\\W+"))
                .reduce((a, b) -> a + "-" + b)
                .orElseThrow();
        Seen seen = new LiveRun(scenario, contender, output.resolve(name + ".log")).run();
        Files.write(output.resolve(name + ".csv"), seen.lines());
        Numbers.print(
                "(%s) %-40s %-7s accepted %d of %d, refused %d, connections %d, waiting %d, lost %d, twice %d, load %.1f",
                scenario.letter(),
                scenario.title(),
                contender.title(),
                seen.accepted(),
                seen.fates().size(),
                seen.refused(),
                seen.connections(),
                seen.waiting(),
                seen.lost(),
                seen.twice(),
                seen.load());
        return seen;
    }
}
