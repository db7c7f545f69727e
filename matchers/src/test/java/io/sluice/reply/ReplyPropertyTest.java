package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for any bytes that come from outside. */
class ReplyPropertyTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final RemoteHost HOST = new RemoteHost("mx.example.org", "192.0.2.25");

    @Property
    void readsWhatItWrites(
            @ForAll @IntRange(min = 4, max = 5) int type,
            @ForAll @IntRange(max = 999) int subject,
            @ForAll @IntRange(max = 999) int detail) {
        EnhancedStatusCode code = new EnhancedStatusCode(type, subject, detail);

        assertThat(EnhancedStatusCode.parse(code.toString())).contains(code);
        assertThat(EnhancedStatusCode.leading(code + " text")).contains(code);
    }

    @Property
    void neverThrowsAndReadsOnlyItsOwnForm(@ForAll @StringLength(max = 40) String text) {
        EnhancedStatusCode.parse(text)
                .ifPresent(code -> assertThat(code.toString()).isEqualTo(text));
        EnhancedStatusCode.leading(text).ifPresent(code -> assertThat(text).startsWith(code.toString()));
    }

    @Property
    void neverThrowsAnythingElseAndIsAlwaysOneCleanBoundedLine(@ForAll @StringLength(max = 300) String raw) {
        try {
            assertClean(parse(raw));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("Not an SMTP reply");
        }
    }

    @Property
    void alwaysTakesWhatBeginsWithACode(
            @ForAll @IntRange(min = 200, max = 599) int code, @ForAll @StringLength(max = 300) String text) {
        SmtpReply reply = parse(code + " " + text);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.text()).startsWith(Integer.toString(code));
        assertClean(reply);
    }

    @Property
    void hasAVerdictOnEverything(
            @ForAll @IntRange(min = 200, max = 599) int code,
            @ForAll SmtpStage stage,
            @ForAll Optional<Service> service,
            @ForAll @StringLength(max = 200) String text) {
        Verdict verdict = CLASSIFIER.classify(SmtpReply.of(code + " " + text, stage, HOST), service);

        assertThat(verdict.ruleId()).isNotEmpty();
    }

    private static void assertClean(SmtpReply reply) {
        assertThat(reply.text().length()).isLessThanOrEqualTo(SmtpReply.MAXIMUM_TEXT);
        assertThat(reply.text().chars())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || c == 0x2028
                        || c == 0x2029);
        assertThat(ReplyParser.printable(reply.text())).isEqualTo(reply.text());
    }

    private static SmtpReply parse(String raw) {
        return SmtpReply.of(raw, SmtpStage.MAIL, HOST);
    }
}
