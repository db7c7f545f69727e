package io.sluice.simulation.report;

import io.sluice.simulation.Outcome;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Scenarios;
import io.sluice.simulation.Senders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sluice in the published scenarios, each run once for all tests; without those that take long. */
final class SluiceRuns {
    private static final Set<String> LONG = Set.of("wave", "week");
    private static final Map<String, Outcome> OUTCOMES = new ConcurrentHashMap<>();

    private SluiceRuns() {}

    static List<Scenario> scenarios() {
        return Scenarios.all().stream()
                .filter(scenario -> !LONG.contains(scenario.name()))
                .toList();
    }

    static Outcome of(Scenario scenario) {
        return OUTCOMES.computeIfAbsent(scenario.name(), name -> Run.of(
                        scenario, Senders.SLUICE, Senders.all().get(Senders.SLUICE))
                .outcome());
    }
}
