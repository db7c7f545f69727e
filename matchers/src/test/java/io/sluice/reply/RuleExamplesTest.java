package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of the catalogue reaches its own rule, and goes on doing so when what does not matter changes. */
class RuleExamplesTest {
    private static final RuleCatalogue CATALOGUE = RuleCatalogue.builtIn();
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(CATALOGUE);
    private static final String TAIL = "\\[[^\\]]*(outlook\\.com|AGT=|Name=|MxId=)[^\\]]*\\]";

    static Stream<Arguments> examples() {
        return CATALOGUE.rules().stream().flatMap(rule -> rule.examples().stream()
                .map(example -> Arguments.of(
                        rule.id(), example.reply(), example.service().orElse(null))));
    }

    static Stream<Arguments> replies() {
        return examples().filter(example -> example.get()[1] instanceof SmtpReply);
    }

    /** A foreign reply with Microsoft's tail would be no foreign reply. */
    static Stream<Arguments> repliesOfMicrosoft() {
        return replies().filter(example -> example.get()[2] != null);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("examples")
    void reachesItsRule(String rule, Reply reply, Service service) {
        assertThat(ruleFor(reply, service)).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("repliesOfMicrosoft")
    void withAnotherTail(String rule, SmtpReply reply, Service service) {
        String other = reply.line().replaceAll(TAIL, "")
                + " [PA4PR99MB1234.eurprd99.prod.outlook.com 2031-12-31T23:59:59.999Z 08DFFFEEDDCCBBAA]";

        assertThat(ruleFor(again(reply, other), service)).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void withoutATail(String rule, SmtpReply reply, Service service) {
        assertThat(ruleFor(again(reply, reply.line().replaceAll(TAIL, "")), service))
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void withAnotherAddress(String rule, SmtpReply reply, Service service) {
        String other = reply.line().replace("192.0.2.7", "203.0.113.250").replace("2001:db8::7", "2001:db8:1:2::cafe");

        assertThat(ruleFor(again(reply, other), service)).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void inUpperAndLowerCase(String rule, SmtpReply reply, Service service) {
        assertThat(ruleFor(again(reply, reply.line().toUpperCase(Locale.ROOT)), service))
                .isEqualTo(rule);
        assertThat(ruleFor(again(reply, reply.line().toLowerCase(Locale.ROOT)), service))
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void foldedAtEachWord(String rule, SmtpReply reply, Service service) {
        String code = Integer.toString(reply.code());
        String enhanced = reply.enhancedCode().map(each -> each + " ").orElse("");
        String words = reply.line().substring(4 + enhanced.length());
        String folded = code + "-" + enhanced + words.replaceAll(" +", "\r\n" + code + "-" + enhanced);

        assertThat(ruleFor(again(reply, folded), service)).isEqualTo(rule);
    }

    private static Reply again(SmtpReply reply, String raw) {
        return SmtpReply.of(raw, reply.stage(), reply.remote());
    }

    private static String ruleFor(Reply reply, Service service) {
        return CLASSIFIER.classify(reply, Optional.ofNullable(service)).ruleId();
    }
}
