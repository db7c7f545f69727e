package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import io.sluice.testkit.mail.Submission.Refused;
import io.sluice.testkit.smtp.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under James's own queues is full: it can neither take mail nor note that mail has left the spool. */
class SpoolFullTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Spooler threads of the sample configuration. */
    private static final int SPOOLERS = 8;

    private static final String UNNOTED =
            "mail that the outbox had stored, and the full disk did not let the spool forget";

    @TempDir
    Path directory;

    private final MicrosoftWorld world = MicrosoftWorld.start(Recording.ENVELOPES);
    private FullDisk disk;
    private JamesServer james;

    @BeforeEach
    void start() {
        disk = new FullDisk(directory);
        james = disk.under(world.james(), directory.resolve("server"), "var/store")
                .withFastLanes()
                .start();
    }

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void answersWithATemporaryRefusalAndLosesNothingWhileItIsFull() {
        List<ProbeMail> load = Probes.many(400, number -> "load-" + number + "@hotmail.com");
        CompletableFuture<Submission> submission = CompletableFuture.supplyAsync(() -> james.submit(load, 4));
        world.consumer().ledger().awaitAccepted(50, SOON);

        disk.fill();
        Submission underLoad = submission.join();
        Submission whileFull = james.submit(Probes.many(10, number -> "full-" + number + "@hotmail.com"), 2);
        boolean stayed = james.isRunning();
        disk.makeRoom();
        long begin = System.nanoTime();
        await("the end of the server").atMost(SOON).until(() -> !james.isRunning());
        james.start();

        List<ProbeMail> acknowledged = new ArrayList<>(underLoad.acknowledged());
        acknowledged.addAll(james.submit(List.of(ProbeMail.to("after@hotmail.com")), 1)
                .complete()
                .acknowledged());
        world.awaitDelivered(acknowledged, SOON);
        Duration recovery = Duration.ofNanos(System.nanoTime() - begin);
        Faults faults = Faults.seen(world, acknowledged, recovery)
                .note(
                        "Disk full under James's queues",
                        "new mail was answered " + whileFull.refused().get(0).why()
                                + "; the server ended when there was room, and was started again");

        assertThat(stayed).as("the server went on while the disk was full").isTrue();
        assertThat(whileFull.acknowledged()).isEmpty();
        assertThat(underLoad.refused()).extracting(Refused::why).allMatch(reply -> reply.startsWith("4"));
        assertThat(whileFull.refused()).extracting(Refused::why).allMatch(reply -> reply.startsWith("4"));
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).as(UNNOTED).isLessThanOrEqualTo(SPOOLERS);
    }
}
