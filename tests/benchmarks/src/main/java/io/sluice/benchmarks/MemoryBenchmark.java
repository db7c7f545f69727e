package io.sluice.benchmarks;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What the bundle adds to a James at rest: servers with it, on the sample configuration, and without its jars and the
 * lines that name it, started in turns with the JVM options of {@code docker/run.sh}. Measured some seconds after the
 * start and after a full collection: used heap, and resident memory of the process.
 */
public final class MemoryBenchmark {
    private static final int REST_SECONDS = 10;
    private static final double MIB = 1024 * 1024;

    private MemoryBenchmark() {}

    /**
     * One start.
     *
     * @param heap bytes in use
     * @param resident bytes of the process
     */
    private record Footprint(double heap, double resident) {}

    public static void main(String[] arguments) throws InterruptedException {
        int starts = Numbers.option(arguments, "starts", 5);
        List<Footprint> with = new ArrayList<>();
        List<Footprint> without = new ArrayList<>();
        try (MicrosoftWorld world = MicrosoftWorld.start()) {
            Numbers.print("%-8s %-8s %12s %14s", "start", "", "heap MiB", "resident MiB");
            for (int start = 1; start <= starts; start++) {
                without.add(measure(start, "stock", StockJames.of(world.james())));
                with.add(measure(start, "Sluice", world.james()));
            }
        }
        summary("heap", with, without, Footprint::heap);
        summary("resident memory", with, without, Footprint::resident);
        System.exit(0);
    }

    private static Footprint measure(int start, String title, JamesSetup setup) throws InterruptedException {
        try (JamesServer james = setup.jvm("-Xmx512m").start()) {
            // Nothing counts it down: the rest that is measured.
            new CountDownLatch(1).await(REST_SECONDS, TimeUnit.SECONDS);
            Footprint footprint = new Footprint(james.heapUsedBytes(), james.residentBytes());
            Numbers.print("%-8d %-8s %12.1f %14.1f", start, title, footprint.heap / MIB, footprint.resident / MIB);
            return footprint;
        }
    }

    private static void summary(
            String what, List<Footprint> with, List<Footprint> without, ToDoubleFunction<Footprint> value) {
        double ours = median(with, value);
        double stock = median(without, value);
        Numbers.print(
                "median %s: %.1f MiB with Sluice, %.1f MiB without: %+.1f MiB",
                what, ours / MIB, stock / MIB, (ours - stock) / MIB);
    }

    private static double median(List<Footprint> footprints, ToDoubleFunction<Footprint> value) {
        return Numbers.median(footprints.stream()
                .map(footprint -> value.applyAsDouble(footprint))
                .toList());
    }
}
