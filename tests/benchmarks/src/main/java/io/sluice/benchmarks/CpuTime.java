package io.sluice.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A second figure for each benchmark: the CPU time of its thread for one operation. Where the time by the clock is much
 * more, the machine was busy with something else, and this figure is the one to trust. Confined to one thread.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long before;
    private long used;
    private long operations;
    private int iterations;

    /** Begins to count. JMH adds up what all measured iterations give. */
    @Setup(Level.Iteration)
    public void start(BenchmarkParams parameters) {
        iterations = parameters.getMeasurement().getCount() * parameters.getForks();
        operations = 0;
        before = THREADS.getCurrentThreadCpuTime();
    }

    /** Stops. */
    @TearDown(Level.Iteration)
    public void stop() {
        used = THREADS.getCurrentThreadCpuTime() - before;
    }

    /** To be called by each operation. */
    void count() {
        operations++;
    }

    /** Nanoseconds for one operation. */
    public double cpu() {
        return operations == 0 ? 0 : (double) used / operations / iterations;
    }
}
