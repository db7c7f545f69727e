package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The connection breaks after the last byte of the mail and before the answer: SMTP cannot tell whether it was taken. */
class LostAnswerTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int MAILS = 20;

    private static MicrosoftWorld world;
    private static JamesServer james;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start(Recording.ENVELOPES);
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "retry.network", "1 sec to 2 sec")
                .start();
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @Test
    void deliversAgainWhatMayNotHaveArrivedAndNothingElse() {
        world.consumer().smtp().when(Stage.END_OF_DATA).first(3).acceptsAndLosesTheReply();
        List<ProbeMail> mails = Probes.many(MAILS, number -> "lost-" + number + "@hotmail.com");
        long begin = System.nanoTime();

        james.submit(mails, 2).complete();
        world.consumer().ledger().awaitAccepted(MAILS + 3, SOON);

        Faults faults = Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - begin))
                .note(
                        "Receiver drops the connection after the end of the data",
                        "3 answers lost: SMTP cannot avoid it");
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isEqualTo(3);
    }
}
