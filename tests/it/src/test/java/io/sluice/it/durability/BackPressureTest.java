package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the outbox has no room, clients are told to keep their mail: neither silence nor mail that has to be brought back. */
class BackPressureTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LARGE = 300_000;

    private final MicrosoftWorld world = MicrosoftWorld.start();
    private final JamesServer james = world.james()
            .withFastLanes()
            .sluice("outbox.maximum-size", "1 MiB")
            .mailet("MicrosoftRemoteDelivery", "storePatience", "10 minutes")
            .start();

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void refusesMailFor452WhileTheOutboxIsFullAndTakesItAgainWhenThereIsRoom() {
        Stall stall = world.consumer().smtp().when(Stage.END_OF_DATA).stalls();
        List<ProbeMail> acknowledged = new ArrayList<>();
        // One at a time until the outbox is full and the spool holds mail that it cannot store.
        String refusal =
                await("a refusal").atMost(SOON).until(() -> submitOne(acknowledged), reply -> !reply.isEmpty());

        long freed = System.nanoTime();
        stall.release();
        world.awaitDelivered(acknowledged, SOON);
        Duration recovery = Duration.ofNanos(System.nanoTime() - freed);
        await("mail is taken again").atMost(SOON).until(() -> submitOne(acknowledged)
                .isEmpty());

        world.awaitDelivered(acknowledged, SOON);
        assertThat(refusal).startsWith("452 4.3.1 ");
        Faults faults = Faults.seen(world, acknowledged, recovery)
                .note("Disk full under the outbox", "new mail was answered 452 4.3.1");
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
        assertThat(james.logs()).contains("Mail is answered 452 for now: the outbox cannot store mail");
    }

    /** The refusal; empty when the mail was taken. */
    private String submitOne(List<ProbeMail> acknowledged) {
        ProbeMail mail =
                ProbeMail.to("large-" + acknowledged.size() + "@hotmail.com").sized(LARGE);
        Submission submission = james.submit(List.of(mail), 1);
        acknowledged.addAll(submission.acknowledged());
        return submission.refused().isEmpty() ? "" : submission.refused().get(0).why();
    }
}
