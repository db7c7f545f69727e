package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.outbox.Outbox;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import is killed (kill -9) when so much of it has been written. */
class ImportKillTest {
    private static final int MAILS = 60;
    private static final int BODY = 1_000_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    @TempDir
    Path directory;

    private Path file;
    private Path target;

    @BeforeEach
    void export() {
        Path source = directory.resolve("source");
        file = directory.resolve("file");
        target = directory.resolve("target");
        try (Outbox outbox = SqlOutbox.open(OutboxSettings.in(source), () -> NOW)) {
            for (int i = 0; i < MAILS; i++) {
                outbox.store(message("m" + i, new byte[BODY]), List.of(entry("a@x")));
            }
        }
        try (StoppedOutbox outbox = StoppedOutbox.embedded(OutboxSettings.in(source))) {
            OutboxTransfer.export(outbox, file, NOW);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2_000_000, 20_000_000, 40_000_000})
    void leavesTheFilesEmptyOrWholeAndTheNextImportWorks(long written) throws Exception {
        Path log = target.resolve("outbox.db-wal");
        kill(() -> log.toFile().length(), written);

        importUnlessDone(StoppedOutbox.embeddedOrNew(OutboxSettings.in(target)));

        assertWhole(SqlOutbox.open(OutboxSettings.in(target), () -> NOW));
        assertThat(new SqliteCli(target).ask("PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(new SqliteCli(target).ask("SELECT count(*) FROM body_chunk"))
                .isEqualTo(Integer.toString(MAILS * (BODY / BodyTable.CHUNK + 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 20_000_000})
    void leavesTheDatabaseEmptyOrWholeAndTheNextImportWorks(long written) throws Exception {
        PostgresSettings settings = POSTGRES.newDatabase();
        StoppedOutbox.postgres(settings).close(); // has tables
        kill(() -> bytes(settings), written, settings.url());

        importUnlessDone(StoppedOutbox.postgres(settings));

        assertWhole(PostgresOutbox.open(settings, () -> NOW));
    }

    @Test
    void saysHowManyItTookWhenNobodyKillsIt() throws Exception {
        try (CrashingServer process = CrashingServer.start(target, ImportingProcess.class, file.toString())) {
            assertThat(process.next()).isEqualTo(MAILS);
        }
    }

    private void kill(LongSupplier size, long written, String... database) throws Exception {
        String[] arguments =
                database.length == 0 ? new String[] {file.toString()} : new String[] {file.toString(), database[0]};
        try (CrashingServer process = CrashingServer.start(target, ImportingProcess.class, arguments)) {
            await().atMost(LONG)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> size.getAsLong() >= written || !process.isRunning());
            if (process.isRunning()) {
                process.kill();
            }
        }
    }

    /** All or nothing is there. */
    private void importUnlessDone(StoppedOutbox outbox) throws Exception {
        try (outbox) {
            long there = outbox.session()
                    .first("SELECT count(*) FROM message", row -> row.getLong(1))
                    .orElseThrow();
            assertThat(there).isIn(0L, (long) MAILS);
            if (there == 0) {
                assertThat(outbox.session().first("SELECT 1 FROM body_chunk", row -> true))
                        .isEmpty();
                assertThat(OutboxTransfer.importFrom(file, outbox).entries()).isEqualTo(MAILS);
            }
        }
    }

    private static void assertWhole(Outbox outbox) throws Exception {
        try (outbox) {
            assertThat(outbox.size()).isEqualTo(MAILS);
            for (int i = 0; i < MAILS; i++) {
                long id = outbox.entriesOf("m" + i, 1).get(0);
                try (InputStream body =
                        outbox.body(outbox.entry(id).orElseThrow().messageId())) {
                    assertThat(body.readAllBytes()).hasSize(BODY);
                }
            }
        }
    }

    /** Also of what is not committed. */
    private static long bytes(PostgresSettings settings) {
        return Long.parseLong(
                POSTGRES.server().ask(settings.url(), "SELECT pg_total_relation_size('sluice.body_chunk')"));
    }
}
