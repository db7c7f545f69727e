package io.sluice.benchmarks;

import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.SmtpReply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a reply of the mix costs on a core of one's own, and what it costs on this machine as it is. A virtual processor is
 * half of a core, mostly: while somebody else uses the other half, everything takes nearly twice the time. So a reference that
 * only reckons runs before and after each sample, and samples during which it ran at its full speed are told apart.
 */
public final class ReplyCost {
    private static final int WARM_UP = 2000;
    private static final int SAMPLES = 6000;
    private static final int ROUNDS = 2;
    private static final int REFERENCE_STEPS = 40_000;
    /** The reference is undisturbed when it takes at most this much more than its least. */
    private static final double TOLERANCE = 1.1;
    /** The very least is luck. */
    private static final double LEAST = 0.005;

    private final ReplyClassifier classifier;
    private final List<Replies.Case> cases;
    private final SmtpReply[] replies;
    private long used;

    private ReplyCost(Rules rules) {
        this.classifier = new RuleBasedClassifier(rules.read());
        this.cases = Replies.MIX.cases(0);
        this.replies = cases.stream().map(Replies.Case::parse).toArray(SmtpReply[]::new);
    }

    /** Prints a line for each set of rules. */
    public static void main(String[] arguments) {
        for (Rules rules : Rules.values()) {
            new ReplyCost(rules).measure(rules);
        }
    }

    private void measure(Rules rules) {
        for (int i = 0; i < WARM_UP; i++) {
            classifyAll();
            reference();
        }
        double[] costs = new double[SAMPLES];
        double[] references = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double before = time(this::reference);
            costs[i] = time(this::classifyAll) / (ROUNDS * (double) replies.length);
            references[i] = Math.max(before, time(this::reference));
        }
        double full = TOLERANCE * at(LEAST, references);
        double[] undisturbed = IntStream.range(0, SAMPLES)
                .filter(i -> references[i] <= full)
                .mapToDouble(i -> costs[i])
                .toArray();
        Numbers.print(
                "%-9s core undisturbed in %.0f %% of the samples: median %.2f us, 9 of 10 below %.2f us; all: median %.2f us [%x]",
                rules,
                100.0 * undisturbed.length / SAMPLES,
                at(0.5, undisturbed) / 1000,
                at(0.9, undisturbed) / 1000,
                at(0.5, costs) / 1000,
                used & 0xF);
    }

    private static double at(double share, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static double time(Runnable task) {
        long before = System.nanoTime();
        task.run();
        return System.nanoTime() - before;
    }

    private void classifyAll() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < replies.length; i++) {
                used += classifier
                        .classify(replies[i], cases.get(i).service())
                        .ruleId()
                        .length();
            }
        }
    }

    /** Six sums at a time, so that the core is in full use. No memory, so that only the core counts. */
    private void reference() {
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        long e = 5;
        long f = 6;
        for (int i = 0; i < REFERENCE_STEPS; i++) {
            a = (a ^ (a << 13)) + i;
            b = (b ^ (b >>> 7)) + i;
            c = (c ^ (c << 17)) + i;
            d = (d ^ (d >>> 9)) + i;
            e = (e ^ (e << 5)) + i;
            f = (f ^ (f >>> 3)) + i;
        }
        used += a ^ b ^ c ^ d ^ e ^ f;
    }
}
