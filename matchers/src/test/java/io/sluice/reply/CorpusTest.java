package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All of Microsoft's replies that are known are understood, and still are when what Microsoft changes every year has
 * changed. Prints which class was taken for which.
 */
class CorpusTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final ConfusionTable CONFUSION = new ConfusionTable();

    static List<Corpus.Line> corpus() {
        return Corpus.lines();
    }

    /** A foreign reply that is known by Microsoft's tail cannot lose it. */
    static Stream<Corpus.Line> corpusWithService() {
        return corpus().stream().filter(line -> line.service().isPresent());
    }

    static Stream<Corpus.Line> corpusWithTail() {
        return corpus().stream().filter(Corpus.Line::hasTail);
    }

    static Stream<Corpus.Line> corpusWithEnhancedCode() {
        return corpus().stream()
                .filter(line -> !line.codeMatters())
                .filter(line -> parse(line.reply()).enhancedCode().isPresent());
    }

    @AfterAll
    static void printConfusion() {
        System.out.println(CONFUSION);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void isUnderstood(Corpus.Line line) {
        Verdict verdict = classify(line, line.reply());

        assertThat(verdict.deferralClass()).as(verdict.ruleId()).isEqualTo(line.expected());
        assertThat(verdict.temporary()).as(verdict.ruleId()).isEqualTo(line.temporary());
        assertThat(verdict.scope()).as(verdict.ruleId()).isEqualTo(line.scope());
        assertThat(verdict.remedy()).as(verdict.ruleId()).isEqualTo(line.remedy());
        assertThat(verdict.ruleId()).doesNotStartWith("unknown-");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void foldedIntoManyLines(Corpus.Line line) {
        SmtpReply reply = parse(line.reply());
        String enhanced = reply.enhancedCode().map(each -> each + " ").orElse("");
        String words = reply.line().substring(4 + enhanced.length());
        String head = reply.code() + "-" + enhanced;

        assertSame(line, head + words.replaceAll("(?<=\\w\\W?) +(?=\\w)", "\r\n" + head));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void inUpperAndLowerCase(Corpus.Line line) {
        assertSame(line, line.reply().toUpperCase(Locale.ROOT));
        assertSame(line, line.reply().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpusWithTail")
    void withTheTailOfAnotherYear(Corpus.Line line) {
        assertSame(line, line.withTail("[PA4PR99MB1234.eurprd99.prod.outlook.com]"));
        assertSame(line, line.withTail("[PA4PR99MB1234.eurprd99.prod.outlook.com 2031-12-31T23:59:59.999Z 09AB 77 x]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpusWithService")
    void withTailOrWithout(Corpus.Line line) {
        assertSame(line, line.withTail(""));
        assertSame(line, line.withTail("") + " " + Corpus.TAIL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpusWithEnhancedCode")
    void withoutTheEnhancedCode(Corpus.Line line) {
        SmtpReply reply = parse(line.reply());
        String enhanced = reply.enhancedCode().orElseThrow().toString();

        assertSame(line, line.reply().replaceFirst("[ -]" + enhanced + " ?", " "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void withTextOfOtherLanguages(Corpus.Line line) {
        assertSame(line, line.reply() + " \u00e9\u00fc\u00a7 \u7121\u52b9 \ufffd");
        assertSame(line, line.reply().replaceAll("(?<=[a-z]) (?=[a-z])", "\u00a0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void withOtherPunctuation(Corpus.Line line) {
        assertSame(line, line.reply().replaceAll("(?<=[a-z])[.,](?= |$)", ""));
        assertSame(line, line.reply().replaceAll("(?<=[a-z])[.,](?= |$)", " -"));
        assertSame(line, line.reply() + " .");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void withOtherWordsAround(Corpus.Line line) {
        SmtpReply reply = parse(line.reply());
        String codes =
                reply.code() + reply.enhancedCode().map(each -> " " + each).orElse("");

        assertSame(line, codes + " We are sorry:" + reply.line().substring(codes.length()));
        assertSame(line, line.reply() + " Ask the people who run your mail for help, and tell them what you see here.");
    }

    /** Microsoft moves its pages every year. Others are known by theirs. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("corpusWithService")
    void withOtherLinks(Corpus.Line line) {
        assertSame(line, line.reply().replaceAll("https?://[^ ]+", "https://example.com/help"));
        assertSame(line, line.reply().replaceAll("https?://[^ ]+", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void withAnotherAddress(Corpus.Line line) {
        assertSame(line, line.reply().replace("198.51.100.9", "203.0.113.250").replace("2001:db8:7::9", "2001:db8::1"));
    }

    private static void assertSame(Corpus.Line line, String mutant) {
        Verdict verdict = classify(line, mutant);

        assertThat(verdict.deferralClass())
                .as(verdict.ruleId() + " for " + mutant)
                .isEqualTo(line.expected());
        assertThat(verdict.temporary()).as(verdict.ruleId() + " for " + mutant).isEqualTo(line.temporary());
    }

    private static Verdict classify(Corpus.Line line, String raw) {
        Verdict verdict = CLASSIFIER.classify(parse(raw), line.service());
        CONFUSION.add(line.expected(), verdict.deferralClass());
        return verdict;
    }

    private static SmtpReply parse(String raw) {
        return SmtpReply.of(raw, SmtpStage.RCPT, RemoteHost.NONE);
    }
}
