package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that the rules were not written from. Prints how many were understood, by an exact rule or a fallback. */
class HoldOutTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final String TO_A_LOGIN = "{auth}";

    static List<Corpus.Line> holdOut() {
        return Corpus.lines("holdout.txt");
    }

    @AfterAll
    static void printHitRate() {
        List<Corpus.Line> lines = holdOut();
        long classes = lines.stream().filter(HoldOutTest::hasItsClass).count();
        long all = lines.stream()
                .filter(line -> hasItsClass(line)
                        && verdict(line).scope() == line.scope()
                        && verdict(line).remedy() == line.remedy())
                .count();
        long fallbacks = lines.stream()
                .filter(line -> verdict(line).ruleId().startsWith("unknown-"))
                .count();
        System.out.printf(
                Locale.ROOT,
                "Hold-out: of %d replies %d have the right class and permanence, %d also scope and remedy; %d by a"
                        + " fallback%n",
                lines.size(),
                classes,
                all,
                fallbacks);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("holdOut")
    void isUnderstood(Corpus.Line line) {
        Verdict verdict = verdict(line);

        assertThat(verdict.deferralClass()).as(verdict.ruleId()).isEqualTo(line.expected());
        assertThat(verdict.temporary()).as(verdict.ruleId()).isEqualTo(line.temporary());
        assertThat(verdict.scope()).as(verdict.ruleId()).isEqualTo(line.scope());
        assertThat(verdict.remedy()).as(verdict.ruleId()).isEqualTo(line.remedy());
    }

    @Test
    void isNoneOfTheCorpus() {
        List<String> known =
                Corpus.lines().stream().map(HoldOutTest::replyOfService).toList();

        assertThat(holdOut()).extracting(HoldOutTest::replyOfService).doesNotContainAnyElementsOf(known);
    }

    private static String replyOfService(Corpus.Line line) {
        return line.service() + " " + line.reply();
    }

    private static boolean hasItsClass(Corpus.Line line) {
        Verdict verdict = verdict(line);
        return verdict.deferralClass() == line.expected() && verdict.temporary() == line.temporary();
    }

    private static Verdict verdict(Corpus.Line line) {
        boolean login = line.text().startsWith(TO_A_LOGIN);
        String raw = line.reply().replace(TO_A_LOGIN, "");
        SmtpReply reply = SmtpReply.of(raw, login ? SmtpStage.AUTH : SmtpStage.RCPT, RemoteHost.NONE);
        return CLASSIFIER.classify(reply, line.service());
    }
}
