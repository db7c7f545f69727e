package io.sluice.simulation;

import java.util.Map;

/** Scratch. */
public final class LaneReport {
    private LaneReport() {}

    public static void main(String[] arguments) {
        String only = arguments.length > 0 ? arguments[0] : "";
        String which = arguments.length > 1 ? arguments[1] : "";
        for (Scenario scenario : Scenarios.all()) {
            for (Map.Entry<String, Sender.Maker> sender : Senders.all().entrySet()) {
                if (!scenario.name().contains(which) || !sender.getKey().startsWith(only)) {
                    continue;
                }
                long begin = System.nanoTime();
                Outcome o = Simulation.run(scenario, sender.getValue(), 1);
                System.out.printf(
                        "%-16s %-32s good %.3f ref/acc %8.4f acc %8.0f refd %9.0f p50 %7.1f p99 %8.1f urg99 %8.1f cv %.3f pen %d gaveup %d waiting %d vain %d %s  [%.1fs]%n",
                        scenario.name(),
                        sender.getKey(),
                        o.goodput(),
                        o.refusedPerAccepted(),
                        o.accepted().total(),
                        o.refused().total(),
                        Nanos.seconds(o.delays().quantile(0.5)),
                        Nanos.seconds(o.delays().quantile(0.99)),
                        Nanos.seconds(o.urgentDelays().quantile(0.99)),
                        o.oscillation(),
                        o.penalties(),
                        o.givenUp(),
                        o.waiting(),
                        o.inVain(),
                        scenario.marks().stream()
                                .map(m -> m.name() + " " + (o.recovery(m).isPresent() ? (long) Nanos.seconds(o.recovery(m).getAsLong()) : -1))
                                .toList(),
                        (System.nanoTime() - begin) / 1e9);
            }
        }
    }
}
