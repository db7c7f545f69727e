package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that may not grow fails as one on a full disk does: with SQLITE_FULL. */
class SqlOutboxSpaceTest {
    private static final long MIB = 1024 * 1024;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] BODY = new byte[100_000];

    @TempDir
    Path directory;

    @Test
    void storesNoHalfMailOnAFullDisk() throws SQLException {
        List<Long> stored;
        try (SqlOutbox outbox = open(2 * MIB)) {
            stored = storeUntilFull(outbox);
            assertThatThrownBy(() -> outbox.store(message("large", new byte[(int) (3 * MIB)]), List.of(entry())))
                    .isInstanceOf(OutboxException.class);

            assertThat(outbox.size()).isEqualTo(stored.size());
        }
        SqliteCli cli = new SqliteCli(directory);
        assertThat(cli.ask("SELECT count(*) FROM message")).isEqualTo(Integer.toString(stored.size()));
        assertThat(cli.ask("SELECT count(DISTINCT position / 65536) FROM body_chunk"))
                .isEqualTo(Integer.toString(stored.size()));
        assertThat(cli.ask("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void givesMailAwayAndStoresAgainOnceThereIsRoom() {
        try (SqlOutbox outbox = open(2 * MIB)) {
            List<Long> stored = storeUntilFull(outbox);

            assertThat(outbox.withdraw(stored.get(0))).isTrue();
            long next = outbox.store(message("m", BODY), List.of(entry())).get(0);

            assertThat(outbox.entry(next)).isPresent();
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 100, LEASE_END)).hasSameSizeAs(stored);
        }
    }

    @Test
    void storesAgainWhenTheLimitIsRaised() {
        try (SqlOutbox outbox = open(2 * MIB)) {
            storeUntilFull(outbox);
        }

        try (SqlOutbox outbox = open(4 * MIB)) {
            assertThat(outbox.store(message("m", BODY), List.of(entry()))).hasSize(1);
        }
    }

    @Test
    void usesTheRoomOfMailThatLeftAgain() {
        try (SqlOutbox outbox = open(2 * MIB)) {
            for (int i = 0; i < 100; i++) {
                long id = outbox.store(message("m", BODY), List.of(entry())).get(0);
                outbox.withdraw(id);
            }

            assertThat(outbox.size()).isZero();
        }
    }

    @Test
    void givesRoomBackToTheFileSystemWhenMailHasLeft() throws IOException {
        Path file = directory.resolve("outbox.db");
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory).withKeepFree(MIB), () -> NOW)) {
            List<Long> stored = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                stored.addAll(outbox.store(message("m", new byte[(int) MIB]), List.of(entry())));
            }
            stored.forEach(outbox::withdraw);

            await().atMost(SOON).until(() -> Files.size(file) < 4 * MIB);

            assertThat(outbox.store(message("m", BODY), List.of(entry()))).hasSize(1);
        }
        assertThat(Files.size(file)).isLessThan(4 * MIB);
    }

    @Test
    void keepsRoomForMailToComeWhenToldSo() throws Exception {
        Path file = directory.resolve("outbox.db");
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory).withKeepFree(100 * MIB), () -> NOW)) {
            List<Long> stored = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stored.addAll(outbox.store(message("m", new byte[(int) MIB]), List.of(entry())));
            }
            stored.forEach(outbox::withdraw);
        }

        assertThat(Files.size(file)).isGreaterThan(20 * MIB);
    }

    private static List<Long> storeUntilFull(SqlOutbox outbox) {
        List<Long> stored = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (stored.size() < 100) {
                        stored.addAll(outbox.store(message("m", BODY), List.of(entry())));
                    }
                })
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("full");
        assertThat(stored).hasSizeGreaterThan(10);
        return stored;
    }

    private SqlOutbox open(long maxBytes) {
        return SqlOutbox.open(OutboxSettings.in(directory).withMaxBytes(maxBytes), () -> NOW);
    }
}
