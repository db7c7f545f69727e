package io.sluice.benchmarks;

import io.sluice.lane.Admission;
import io.sluice.lane.Errand;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.Reaction;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a decision of a lane costs. The aim is 1 microsecond for an admission. The time is made here, so that the clock of
 * the system does not count; it runs fast enough that the rate never holds an open lane back.
 *
 * <p>With eight threads, time per operation is that of one thread, which waits for the others: as many operations in a
 * second as with one thread are eight times this time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LaneBenchmark {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int CLOSED_GATES = 10_000;
    private static final Findings ACCEPTED = Findings.accepted(1);

    private final AtomicLong time = new AtomicLong();
    private final Errand errand = LaneSamples.to("contoso.com");
    private Lane open;
    private Lane limited;
    private Lane withGates;

    /** Makes the lanes. */
    @Setup
    public void prepare() {
        open = LaneSamples.fast();
        withGates = LaneSamples.fast();
        LaneSamples.closeGates(withGates, CLOSED_GATES);
        limited = LaneSamples.spent();
    }

    /** A mail is admitted by the lane and its gates, and accepted. */
    @Benchmark
    public Reaction admitAndConclude(CpuTime cpuTime) {
        cpuTime.count();
        return send(open);
    }

    /** The same, with many closed gates of other tenants. */
    @Benchmark
    public Reaction admitAndConcludeWithClosedGates(CpuTime cpuTime) {
        cpuTime.count();
        return send(withGates);
    }

    /** The same, by eight threads on one lane. */
    @Benchmark
    @Threads(8)
    public Object admitAndConcludeByEightThreads(CpuTime cpuTime) {
        cpuTime.count();
        Instant now = tick();
        // Where all connections are taken, the refusal is the decision.
        return open.admit(now) instanceof Admission.Admitted admitted ? conclude(open, admitted, now) : now;
    }

    /** The lane says when the mail may leave. */
    @Benchmark
    public Admission refusedByTheLimiter(CpuTime cpuTime) {
        cpuTime.count();
        return limited.admit(LaneSamples.START);
    }

    private Reaction send(Lane lane) {
        Instant now = tick();
        return conclude(lane, (Admission.Admitted) lane.admit(now), now);
    }

    private Reaction conclude(Lane lane, Admission.Admitted admitted, Instant now) {
        Admission.Admitted throughout = (Admission.Admitted) lane.admit(admitted.permit(), errand, now);
        return lane.conclude(throughout.permit(), errand, ACCEPTED, LaneSamples.BACK_OFF, now);
    }

    private Instant tick() {
        return LaneSamples.START.plusNanos(time.addAndGet(TICK));
    }
}
