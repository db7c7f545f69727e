package io.sluice.reply;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Measures what classifying costs: thread CPU time for one reply, over the corpus and over the longest hostile text.
 * Run its main; the figures go to standard output.
 */
final class ClassifierSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 12;
    private static final int REPEATS = 400;

    private ClassifierSpeed() {}

    public static void main(String[] args) {
        RuleCatalogue catalogue = RuleCatalogue.builtIn();
        RuleBasedClassifier classifier = new RuleBasedClassifier(catalogue);
        List<Case> corpus = Corpus.lines().stream()
                .map(line -> new Case(line, parse(line.reply())))
                .toList();
        double characters = corpus.stream()
                .mapToInt(each -> each.reply().line().length())
                .average()
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%d rules; %d replies of %.0f characters on average%n",
                catalogue.rules().size(),
                corpus.size(),
                characters);
        report("classify", corpus, each -> verdict(classifier, each));
        report("read the parts", corpus, each -> ReplyParts.of(each.reply())
                .marks()
                .size());
        List<Case> foreign =
                corpus.stream().filter(each -> each.line().service().isEmpty()).toList();
        report("classify, destination unknown", foreign, each -> verdict(classifier, each));
        List<Case> longest =
                List.of(hostile("451 4.7.0 ", "server busy access denied from ["), hostile("450 ", "450 "));
        report("classify, 4096 hostile characters", longest, each -> verdict(classifier, each));
        report("read the parts, 4096 hostile characters", longest, each -> ReplyParts.of(each.reply())
                .marks()
                .size());
    }

    private record Case(Corpus.Line line, SmtpReply reply) {}

    private static Case hostile(String head, String repeated) {
        return new Case(Corpus.lines().get(0), parse(head + repeated.repeat(SmtpReply.MAXIMUM_TEXT)));
    }

    private static int verdict(RuleBasedClassifier classifier, Case each) {
        return classifier.classify(each.reply(), each.line().service()).ruleId().length();
    }

    /** The best round: what the code costs when nothing else disturbs it. */
    private static void report(String what, List<Case> cases, ToIntFunction<Case> work) {
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadCpuTime();
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                for (Case each : cases) {
                    sum += work.applyAsInt(each);
                }
            }
            double used = THREADS.getCurrentThreadCpuTime() - before;
            best = Math.min(best, used / REPEATS / cases.size());
        }
        System.out.printf(Locale.ROOT, "%-42s %8.0f ns (checksum %d)%n", what, best, sum);
    }

    private static SmtpReply parse(String raw) {
        return SmtpReply.of(raw, SmtpStage.RCPT, RemoteHost.NONE);
    }
}
