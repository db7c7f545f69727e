package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a reply quotes or names is read without an exception, in bounded time, and comes out of the reply. */
class ReplyPartsFuzzTest {
    static Stream<String> corpus() {
        return Corpus.lines().stream().map(line -> line.reply().substring(4));
    }

    @MethodSource("corpus")
    @FuzzTest(maxDuration = "15s")
    void readsThePartsOfAnyText(@NotNull String text) {
        SmtpReply reply = SmtpReply.of("451 " + text, SmtpStage.DATA, RemoteHost.NONE);
        WorkBound.check(() -> {
            ReplyParts parts = ReplyParts.of(reply);
            assertThat(parts.marks()).hasSizeLessThanOrEqualTo(ReplyParts.MOST_MARKS);
            String normalised = ReplyFacts.normalised(reply.line());
            Stream.of(parts.agent(), parts.agentCode(), parts.mxId(), parts.storeDriver(), parts.session())
                    .flatMap(Optional::stream)
                    .forEach(part -> assertThat(normalised).contains(ReplyFacts.normalised(part)));
            List<String> named = Stream.of(parts.address(), parts.domain())
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(named).allSatisfy(name -> assertThat(name).hasSizeBetween(2, 253));
            QuotedReply.in(reply).ifPresent(quoted -> assertThat(quoted.reply().line())
                    .hasSizeLessThan(reply.line().length()));
        });
    }
}
