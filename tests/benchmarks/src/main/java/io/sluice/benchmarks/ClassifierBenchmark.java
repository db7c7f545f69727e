package io.sluice.benchmarks;

import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one reply costs, in time of one thread: to classify it, and to read it from the wire and classify it.
 *
 * <p>The aim is 2 microseconds to classify one reply of the mix, however many rules there are, and a cost that is linear
 * in the length of the reply and bounded whatever is sent. The compiler runs in the foreground, so that a busy machine
 * measures compiled code too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifierBenchmark {
    private static final int MANY = 500;

    /** Which replies, see {@link Replies}. */
    @Param({
        "MIX",
        "LONGEST_KNOWN",
        "UNKNOWN",
        "BUSY",
        "DIGITS",
        "BRACKETS",
        "SAID",
        "NEAR_MATCHES",
        "QUOTED_CODES",
        "LINES"
    })
    public Replies replies;

    /** Which rules, see {@link Rules}. */
    @Param({"BUILT_IN", "TEN_TIMES"})
    public Rules rules;

    /** Characters of a hostile reply as it comes over the wire; it does not count for the others. */
    @Param({"4096", "65536", "1048576"})
    public int length;

    private ReplyClassifier classifier;
    private Replies.Case[] cases;
    private SmtpReply[] parsed;
    private int at;

    /** Reads the rules and the replies. */
    @Setup
    public void prepare() {
        classifier = new RuleBasedClassifier(rules.read());
        cases = replies.cases(length).toArray(Replies.Case[]::new);
        parsed = new SmtpReply[cases.length];
        for (int i = 0; i < cases.length; i++) {
            parsed[i] = cases[i].parse();
        }
    }

    /** Classifies a reply that was read before. */
    @Benchmark
    public Verdict classify(CpuTime cpuTime) {
        cpuTime.count();
        int each = next();
        return classifier.classify(parsed[each], cases[each].service());
    }

    /**
     * Classifies {@value #MANY} replies that were read before, and is timed as a whole. The figure is for one reply; the
     * percentiles tell what the code costs from what the machine did meanwhile.
     */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OperationsPerInvocation(MANY)
    public void classifyMany(Blackhole blackhole) {
        for (int i = 0; i < MANY; i++) {
            int each = next();
            blackhole.consume(classifier.classify(parsed[each], cases[each].service()));
        }
    }

    /** Reads a reply as it comes over the wire, and classifies it. */
    @Benchmark
    public Verdict readAndClassify(CpuTime cpuTime) {
        cpuTime.count();
        Replies.Case each = cases[next()];
        return classifier.classify(each.parse(), each.service());
    }

    private int next() {
        at = at + 1 == cases.length ? 0 : at + 1;
        return at;
    }
}
