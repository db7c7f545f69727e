package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.SessionRecord;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stops the server (SIGTERM) at bad moments and starts it again on the same data. */
class RestartTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** James alone takes 2 s for its SMTP server and up to 5 s for its spooler; the rest is for a busy machine. */
    private static final Duration STOP = Duration.ofSeconds(12);

    /** Longer than a restart takes, unless the machine is very busy. */
    private static final Duration WAIT = Duration.ofSeconds(15);

    private static MicrosoftWorld world;
    private static JamesServer james;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        james = world.james()
                .withFastLanes()
                // One spooler against many clients: the spool is full when the server is stopped.
                .configure(configuration -> configuration.edit(
                        "mailetcontainer.xml", xml -> xml.replace("<threads>8</threads>", "<threads>1</threads>")))
                .mailet("MicrosoftRemoteDelivery", "idleTimeout", "1 minute")
                .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "15 sec to 16 sec")
                .start();
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        world.reset();
        if (!james.isRunning()) {
            james.start();
        }
    }

    @Test
    void keepsMailThatWaitsWithItsDueTimeAndDeliversItOnce() {
        world.consumer()
                .smtp()
                .when(Stage.RCPT)
                .localPart("full")
                .first(1)
                .answers("452 4.2.2 The recipient's mailbox is full");
        ProbeMail mail = ProbeMail.to("full@hotmail.com", "fine@hotmail.com");
        james.submit(mail);
        world.consumer().ledger().awaitRefusals(1, SOON);
        long deferred = System.nanoTime();
        world.consumer().ledger().awaitAccepted(1, SOON);

        james.restart();

        Map<Delivery, Integer> deliveries = world.awaitDelivered(List.of(mail), SOON);
        Duration waited = Duration.ofNanos(System.nanoTime() - deferred);
        assertThat(deliveries).hasSize(2).containsValue(1).doesNotContainValue(2);
        assertThat(waited).isGreaterThan(WAIT.minusSeconds(1));
        assertThat(world.consumer().ledger().refusalCount()).isEqualTo(1);
    }

    @Test
    void losesAndDoublesNothingWhenItIsStoppedUnderLoad() {
        List<ProbeMail> mails =
                Probes.many(1500, number -> "load-" + number + (number % 2 == 0 ? "@hotmail.com" : "@contoso.com"));
        CompletableFuture<Submission> submission = CompletableFuture.supplyAsync(() -> james.submit(mails, 16));
        world.consumer().ledger().awaitAccepted(100, SOON);

        Duration stop = stop(james);
        List<ProbeMail> acknowledged = submission.join().acknowledged();
        int before = world.deliveries().size();
        james.start();

        long begin = System.nanoTime();
        Map<Delivery, Integer> deliveries = world.awaitDelivered(acknowledged, SOON);
        Faults.seen(world, acknowledged, Duration.ofNanos(System.nanoTime() - begin))
                .note("SIGTERM under load", "stopped in " + stop.toMillis() + " ms");
        System.out.println("stopped under load in " + stop.toMillis() + " ms: " + acknowledged.size()
                + " acknowledged, " + before + " delivered before the stop");
        assertThat(acknowledged).hasSizeGreaterThan(100);
        assertThat(stop).isLessThan(STOP);
        assertThat(Probes.duplicates(world.deliveries())).as("duplicates").isZero();
        assertThat(deliveries).hasSize(acknowledged.size());
        assertThat(james.home().resolve("var/mail/error")).satisfies(RestartTest::isEmpty);
    }

    @Test
    void saysQuitToIdleSessionsAndFinishesTransactionsUnderWay() {
        ProbeMail first = ProbeMail.to("idle@hotmail.com");
        james.submit(first);
        world.awaitDelivered(List.of(first), SOON);
        Stall stall = world.business().smtp().when(Stage.END_OF_DATA).stalls();
        ProbeMail slow = ProbeMail.to("slow@contoso.com");
        james.submit(slow);
        stall.awaitWaiting(1, SOON);

        CompletableFuture<Duration> stopped = CompletableFuture.supplyAsync(() -> stop(james));
        await().atMost(SOON).until(() -> !Files.exists(james.home().resolve("run/ports.properties")));
        stall.release();

        assertThat(stopped.join()).isLessThan(STOP);
        assertThat(world.consumer().smtp().sessions()).isNotEmpty().allMatch(SessionRecord::quit);
        assertThat(world.business().smtp().sessions()).isNotEmpty().allMatch(SessionRecord::quit);
        james.start();
        james.submit(ProbeMail.to("later@contoso.com"));
        world.business().ledger().awaitAccepted(2, SOON);
        assertThat(world.deliveries()).containsEntry(new Delivery(slow.id(), "slow@contoso.com"), 1);
    }

    @Test
    void stopsInTimeWhileReceiversStallAndDeliversAfterTheStart() {
        Stall stall = world.business().smtp().when(Stage.RCPT).stalls();
        List<ProbeMail> mails = Probes.many(20, number -> "stalled-" + number + "@contoso.com");
        james.submit(mails, 2).complete();
        stall.awaitWaiting(5, SOON);

        Duration stop = stop(james);
        world.business().smtp().acceptEverything();
        stall.release();
        james.start();

        Map<Delivery, Integer> deliveries = world.awaitDelivered(mails, SOON);
        assertThat(stop).isLessThan(STOP);
        assertThat(deliveries).hasSize(20);
        assertThat(Probes.duplicates(deliveries)).isZero();
    }

    private static Duration stop(JamesServer server) {
        long begin = System.nanoTime();
        server.stop();

        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void isEmpty(Path directory) {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
