package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Microsoft's replies against a table that was written from their meaning, not from the rules. */
class CorpusTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final String TAIL =
            "[AM6EUR05FT040.eop-eur05.prod.protection.outlook.com 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]";
    private static final int COLUMNS = 6;

    static Stream<Arguments> corpus() throws IOException {
        try (InputStream in = CorpusTest.class.getResourceAsStream("corpus.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return lines.stream().map(line -> Arguments.of((Object[]) line.split(" \\| ", COLUMNS)));
        }
    }

    @ParameterizedTest(name = "{5} is {1}, {2}")
    @MethodSource("corpus")
    void isUnderstood(
            String service, String deferralClass, String duration, String scope, String remedy, String reply) {
        SmtpReply parsed = SmtpReply.of(reply.replace("{tail}", TAIL), SmtpStage.RCPT, RemoteHost.NONE);

        Verdict verdict = CLASSIFIER.classify(parsed, service(service));

        assertThat(verdict.deferralClass().token())
                .as("class by " + verdict.ruleId())
                .isEqualTo(deferralClass);
        assertThat(verdict.temporary() ? "temporary" : "permanent").isEqualTo(duration);
        assertThat(verdict.scope().token()).isEqualTo(scope);
        assertThat(verdict.remedy().token()).isEqualTo(remedy);
    }

    private static Optional<Service> service(String token) {
        return Arrays.stream(Service.values())
                .filter(service -> service.token().equals(token))
                .findFirst();
    }
}
