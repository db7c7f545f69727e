package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Recording;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another process has the outbox's database locked: a backup program, somebody's shell, or a disk that does not answer. */
class LockedOutboxTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** Where SQLite keeps the lock of the writer in the file beside the log: its documented file format. */
    private static final long WRITE_LOCK = 120;

    private static MicrosoftWorld world;
    private static JamesServer james;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start(Recording.ENVELOPES);
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "storePatience", "10 minutes")
                .start();
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @AfterEach
    void forget() {
        world.reset();
    }

    @Test
    void holdsMailAndAnswers452WhileItIsLockedAndDeliversEachOnceAfterwards() throws IOException {
        List<ProbeMail> acknowledged = new ArrayList<>(submit("before", 5));
        world.awaitDelivered(acknowledged, SOON);
        long released;
        try (FileChannel channel = open()) {
            FileLock lock = lock(channel);
            acknowledged.addAll(submit("locked", 5));
            james.awaitLog("Mail is answered 452 for now", whileSubmitting(acknowledged));
            lock.release();
            released = System.nanoTime();
        }

        world.awaitDelivered(acknowledged, SOON);
        Duration recovery = Duration.ofNanos(System.nanoTime() - released);
        await("mail is taken again").atMost(SOON).until(() -> submit("after", 1).size() == 1);

        Faults faults = Faults.seen(world, acknowledged, recovery)
                .note("Outbox locked by another process", "452 4.3.1 meanwhile");
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    @Test
    void deliversEachOnceWhileEveryCommitIsSlow() throws Exception {
        AtomicBoolean slow = new AtomicBoolean(true);
        Thread disk = new Thread(() -> lockAgainAndAgain(slow));
        disk.start();
        List<ProbeMail> acknowledged = submit("slow", 60);

        long begin = System.nanoTime();
        world.awaitDelivered(acknowledged, SOON);
        slow.set(false);
        disk.join();

        Faults faults = Faults.seen(world, acknowledged, Duration.ofNanos(System.nanoTime() - begin))
                .note("Outbox slow", "half a second for each commit");
        assertThat(acknowledged).hasSize(60);
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    /** The hook sees the refusal only when somebody knocks. */
    private static Duration whileSubmitting(List<ProbeMail> acknowledged) {
        await("a refusal").atMost(SOON).until(() -> {
            List<ProbeMail> taken = submit("knock", 1);
            acknowledged.addAll(taken);
            return taken.isEmpty();
        });
        return SOON;
    }

    private static void lockAgainAndAgain(AtomicBoolean goOn) {
        try (FileChannel channel = open()) {
            CountDownLatch never = new CountDownLatch(1);
            while (goOn.get()) {
                FileLock lock = lock(channel);
                never.await(500, TimeUnit.MILLISECONDS);
                lock.release();
                never.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ProbeMail> submit(String name, int count) {
        return james.submit(Probes.many(count, number -> name + "-" + number + "@hotmail.com"), 2)
                .acknowledged();
    }

    private static FileChannel open() throws IOException {
        Path file = james.home().resolve("var/outbox/outbox.db-shm");
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileLock lock(FileChannel channel) {
        return await("the lock").atMost(SOON).until(() -> channel.tryLock(WRITE_LOCK, 1, false), lock -> lock != null);
    }
}
