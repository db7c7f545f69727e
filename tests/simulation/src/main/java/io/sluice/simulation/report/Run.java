package io.sluice.simulation.report;

import io.sluice.simulation.Outcome;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Simulation;

/** A scenario with a sender, by name, and what came out. */
public record Run(Scenario scenario, String sender, Outcome outcome) {
    /** The seed of the published numbers. */
    public static final long SEED = 1;

    /** Runs it with the seed of the published numbers. */
    public static Run of(Scenario scenario, String sender, Sender.Maker maker) {
        return new Run(scenario, sender, Simulation.run(scenario, maker, SEED));
    }
}
