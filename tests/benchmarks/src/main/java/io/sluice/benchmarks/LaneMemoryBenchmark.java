package io.sluice.benchmarks;

import io.sluice.lane.Lane;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What lanes and the gates inside them take of the heap: the difference after full collections, of many of them. */
public final class LaneMemoryBenchmark {
    private static final int ROUNDS = 5;
    private static final int LANES = 10_000;
    private static final int GATES = 50_000;

    private LaneMemoryBenchmark() {}

    public static void main(String[] arguments) {
        // Loads the classes.
        LaneSamples.closeGates(LaneSamples.fast(), 10);
        List<Double> lanes = new ArrayList<>();
        List<Double> gates = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long before = used();
            List<Lane> idle =
                    IntStream.range(0, LANES).mapToObj(LaneSamples::idle).toList();
            lanes.add((double) (used() - before) / idle.size());

            Lane lane = LaneSamples.fast();
            before = used();
            LaneSamples.closeGates(lane, GATES);
            gates.add((double) (used() - before) / lane.view().narrowGates());
        }
        Numbers.print("idle lane: %.0f bytes (median of %s)", Numbers.median(lanes), rounded(lanes));
        Numbers.print("closed gate of a tenant: %.0f bytes (median of %s)", Numbers.median(gates), rounded(gates));
    }

    private static List<Long> rounded(List<Double> values) {
        return values.stream().map(Math::round).toList();
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
