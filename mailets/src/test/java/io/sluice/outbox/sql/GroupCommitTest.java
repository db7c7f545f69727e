package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.OutboxException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    private static final int BATCH = 10;

    @TempDir
    Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private DatabaseFile database;
    private GroupCommit writer;
    private CompletableFuture<Boolean> occupied = CompletableFuture.completedFuture(true);

    @BeforeEach
    void start() throws SQLException {
        OutboxSettings settings = new OutboxSettings(directory, BATCH, 1000, 20, 1, OutboxSettings.UNLIMITED, 0);
        database = new DatabaseFile(settings);
        database.prepare();
        try (Session session = database.openWriter()) {
            session.update("CREATE TABLE note (n INTEGER UNIQUE)");
            session.commit();
        }
        writer = new GroupCommit(database, settings);
    }

    @AfterEach
    void stop() {
        release.countDown();
        writer.close();
        assertThat(occupied).isCompletedWithValue(true);
    }

    @Test
    void whatCameInDuringACommitSharesTheNextOne() throws Exception {
        occupyTheWriter();
        List<CompletableFuture<Integer>> notes =
                IntStream.range(0, BATCH).mapToObj(this::note).toList();

        release.countDown();
        notes.forEach(CompletableFuture::join);

        assertThat(writer.commits()).isEqualTo(2);
        assertThat(notes()).hasSize(BATCH);
    }

    @Test
    void aCommitCarriesABoundedNumberOfOperations() throws Exception {
        occupyTheWriter();
        List<CompletableFuture<Integer>> notes =
                IntStream.range(0, BATCH + 1).mapToObj(this::note).toList();

        release.countDown();
        notes.forEach(CompletableFuture::join);

        assertThat(writer.commits()).isEqualTo(3);
    }

    @Test
    void aCommitCarriesABoundedNumberOfBytes() throws Exception {
        occupyTheWriter();
        List<CompletableFuture<Boolean>> large = IntStream.range(0, 3)
                .mapToObj(i -> writer.submit(1000, session -> true))
                .toList();

        release.countDown();
        large.forEach(CompletableFuture::join);

        assertThat(writer.commits()).isEqualTo(4);
    }

    @Test
    void anOperationThatFailsChangesNothingAndDoesNotHarmTheOthers() throws Exception {
        occupyTheWriter();
        CompletableFuture<Integer> before = note(1);
        CompletableFuture<Boolean> failing = writer.submit(0, session -> {
            session.update("INSERT INTO note VALUES (2)");
            session.update("INSERT INTO note VALUES (1)");
            return true;
        });
        CompletableFuture<Integer> after = note(3);

        release.countDown();

        assertThat(before.join()).isEqualTo(1);
        assertThat(after.join()).isEqualTo(1);
        assertThatThrownBy(failing::join).hasCauseInstanceOf(OutboxException.class);
        assertThat(notes()).containsExactly(1, 3);
        assertThat(writer.commits()).isEqualTo(2);
    }

    @Test
    void aLostTransactionFailsAllItsOperationsAndTheNextOneWorks() throws Exception {
        occupyTheWriter();
        CompletableFuture<Integer> before = note(1);
        // As SQLite does by itself on some I/O errors: the whole transaction is gone.
        CompletableFuture<Boolean> losing = writer.submit(0, session -> {
            session.update("ROLLBACK");
            throw new SQLException("disk I/O error");
        });
        CompletableFuture<Integer> after = note(2);

        release.countDown();

        assertThatThrownBy(before::join).hasCauseInstanceOf(OutboxException.class);
        assertThatThrownBy(losing::join)
                .hasCauseInstanceOf(OutboxException.class)
                .hasMessageContaining("disk I/O");
        assertThatThrownBy(after::join).hasCauseInstanceOf(OutboxException.class);
        note(4).join();
        assertThat(notes()).containsExactly(4);
    }

    @Test
    void survivesAnErrorInAnOperation() {
        CompletableFuture<Boolean> failing = writer.submit(0, session -> {
            throw new StackOverflowError("for the test");
        });

        assertThatThrownBy(failing::join).hasCauseInstanceOf(OutboxException.class);
        assertThat(note(1).join()).isEqualTo(1);
    }

    @Test
    void callersWaitWhileTheQueueIsFull() throws Exception {
        occupyTheWriter();
        List<CompletableFuture<Integer>> waiting =
                IntStream.range(0, 20).mapToObj(this::note).toList();

        Thread caller = new Thread(() -> note(99).join());
        caller.start();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> caller.getState() == Thread.State.WAITING);
        release.countDown();
        caller.join(30_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(notes()).hasSize(21).contains(99);
    }

    @Test
    void commitsWhatWasTakenBeforeItCloses() throws Exception {
        occupyTheWriter();
        CompletableFuture<Integer> taken = note(1);

        release.countDown();
        writer.close();

        assertThat(taken).isCompletedWithValue(1);
        assertThat(notes()).containsExactly(1);
        assertThat(note(2)).isCompletedExceptionally();
    }

    private CompletableFuture<Integer> note(int n) {
        return writer.submit(0, session -> session.update("INSERT INTO note VALUES (?)", n));
    }

    private List<Integer> notes() throws SQLException {
        try (Session session = database.openReader()) {
            return session.all("SELECT n FROM note ORDER BY n", row -> row.getInt(1));
        }
    }

    /** The writer is busy with an operation until the release. */
    private void occupyTheWriter() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        occupied = writer.submit(0, session -> {
            busy.countDown();
            return Uninterrupted.get(() -> release.await(30, TimeUnit.SECONDS));
        });
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
