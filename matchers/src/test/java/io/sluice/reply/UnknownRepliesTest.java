package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnknownRepliesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Optional<Service> BUSINESS = Optional.of(Service.BUSINESS);

    private Instant now = START;
    private final UnknownReplies replies = new UnknownReplies(() -> now, 3);

    @Test
    void keepsARedactedSample() {
        replies.note(reply("450 Not now, bob@contoso.com"), BUSINESS);

        assertThat(replies.samples())
                .containsExactly(new ReplySample("450 Not now, <address>", BUSINESS, SmtpStage.RCPT, START, START, 1));
    }

    @Test
    void countsRepliesOfOneShapeTogether() {
        replies.note(reply("450 Not now, bob@contoso.com"), BUSINESS);
        now = START.plusSeconds(60);
        replies.note(reply("450 Not now, ann@contoso.com"), BUSINESS);

        assertThat(replies.samples())
                .containsExactly(new ReplySample("450 Not now, <address>", BUSINESS, SmtpStage.RCPT, START, now, 2));
    }

    @Test
    void tellsServicesAndStagesApart() {
        replies.note(reply("450 Not now"), BUSINESS);
        replies.note(reply("450 Not now"), Optional.of(Service.CONSUMER));
        replies.note(SmtpReply.of("450 Not now", SmtpStage.CONNECT, RemoteHost.NONE), BUSINESS);

        assertThat(replies.samples()).hasSize(3);
    }

    @Test
    void forgetsTheOneThatWasNotSeenForLongest() {
        for (String text : List.of("450 one", "450 two", "450 three", "450 one", "450 four")) {
            replies.note(reply(text), BUSINESS);
            now = now.plusSeconds(1);
        }

        assertThat(replies.samples()).extracting(ReplySample::text).containsExactly("450 four", "450 one", "450 three");
    }

    @Test
    void addsWhatAnEarlierRunKept() {
        Instant earlier = START.minusSeconds(3600);
        replies.note(reply("450 one"), BUSINESS);

        replies.restore(List.of(
                new ReplySample("450 one", BUSINESS, SmtpStage.RCPT, earlier, earlier, 4),
                new ReplySample("450 two", BUSINESS, SmtpStage.RCPT, earlier, earlier, 1)));

        assertThat(replies.samples())
                .containsExactly(
                        new ReplySample("450 one", BUSINESS, SmtpStage.RCPT, earlier, START, 5),
                        new ReplySample("450 two", BUSINESS, SmtpStage.RCPT, earlier, earlier, 1));
    }

    @Test
    void forgetsAllWhenItIsTold() {
        replies.note(reply("450 one"), BUSINESS);

        replies.clear();

        assertThat(replies.samples()).isEmpty();
    }

    private static SmtpReply reply(String text) {
        return SmtpReply.of(text, SmtpStage.RCPT, RemoteHost.NONE);
    }
}
