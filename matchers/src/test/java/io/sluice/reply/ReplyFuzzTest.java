package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a receiver answers is read and classified, without an exception and in bounded time. */
class ReplyFuzzTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final RemoteHost HOST = new RemoteHost("mx.example.org", "192.0.2.25");

    static Stream<Arguments> corpus() {
        return Corpus.lines().stream()
                .map(line -> Arguments.of(
                        SmtpStage.RCPT,
                        line.service().orElse(null),
                        line.reply().getBytes(StandardCharsets.ISO_8859_1)));
    }

    @MethodSource("corpus")
    @FuzzTest(maxDuration = "15s")
    void hasAVerdictOnAnyBytes(@NotNull SmtpStage stage, Service service, byte @NotNull [] bytes) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        WorkBound.check(() -> {
            try {
                SmtpReply reply = SmtpReply.of(raw, stage, HOST);
                assertThat(CLASSIFIER
                                .classify(reply, Optional.ofNullable(service))
                                .ruleId())
                        .isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("Not an SMTP reply");
            }
        });
    }
}
