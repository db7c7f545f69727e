package io.sluice.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.simulation.Outcome;
import io.sluice.simulation.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane reaches with its defaults. */
class AimsTest {
    /**
     * Least goodput, and most refused attempts for an accepted mail.
     */
    private record Aim(double goodput, double refused) {}

    private static final Aim USUAL = new Aim(0.95, 0.01);

    /** Receivers whose nature allows less, and those where a lane falls short: what it reaches at least. */
    private static final Map<String, Aim> OTHERS = Map.ofEntries(
            // Each mail is refused once by design, and some a second time because they come back too early.
            Map.entry("greylisting", new Aim(0.9, 1.5)),
            // The search for the limit, and the penalty without a cause, cost some minutes of the run each.
            Map.entry("grudge", new Aim(0.935, 0.01)),
            Map.entry("merciless grudge", new Aim(0.935, 0.01)),
            // The end of a penalty is found out late when probes come ever less often.
            Map.entry("jail", new Aim(0.84, 0.01)));

    static List<Scenario> scenarios() {
        return SluiceRuns.scenarios();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void reachesItsAims(Scenario scenario) {
        Aim aim = OTHERS.getOrDefault(scenario.name(), USUAL);

        Outcome outcome = SluiceRuns.of(scenario);

        assertThat(outcome.goodput()).as("goodput").isGreaterThanOrEqualTo(aim.goodput());
        assertThat(outcome.refusedPerAccepted())
                .as("refused for each accepted mail")
                .isLessThanOrEqualTo(aim.refused());
        assertThat(outcome.givenUp()).as("given up").isZero();
    }
}
