package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static io.sluice.outbox.Mails.replied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.StoredMessage;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.ReplySample;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox finds, accepts and refuses when it is opened, and how it lives with damage. */
class SqlOutboxReopeningTest {
    @TempDir
    Path directory;

    private SqliteCli cli;
    private SqlOutbox outbox;

    @BeforeEach
    void start() {
        cli = new SqliteCli(directory);
        open();
    }

    @AfterEach
    void stop() {
        outbox.close();
    }

    @Test
    void keepsEverything() throws IOException {
        long id = outbox.store(message("m", new byte[] {1, 2, 3}), List.of(entry("a@x")))
                .get(0);
        outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END);
        outbox.settle(new Settlement(
                        id,
                        Set.of(),
                        List.of(new Postponement(
                                List.of(replied("a@x", "421 4.3.2")), NOW.plusSeconds(1), deferral(NOW)))))
                .join();
        Entry before = outbox.entry(id).orElseThrow();
        StoredMessage message = outbox.message(before.messageId()).orElseThrow();

        reopen();

        assertThat(outbox.entry(id)).contains(before);
        assertThat(outbox.message(before.messageId())).contains(message);
        try (InputStream body = outbox.body(before.messageId())) {
            assertThat(body.readAllBytes()).containsExactly(1, 2, 3);
        }
        assertThat(outbox.backlog(NOW))
                .containsExactly(new LaneBacklog(OUTGOING, LANE, 0, 1, 0, 0, Optional.of(NOW.plusSeconds(1))));
    }

    @Test
    void readsADeferralOfAReleaseThatKeptNoParts() throws SQLException {
        long id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);
        cli.run("UPDATE entry SET deferral = '{\"class\":\"outage\",\"scope\":\"service\",\"rule\":\"busy\","
                + "\"advice\":\"Wait.\",\"stage\":\"RCPT\",\"host\":\"mx.test\",\"ip\":\"192.0.2.25\","
                + "\"first\":\"2026-11-22T10:00:00Z\"}' WHERE id = " + id);

        Deferral deferral = outbox.entry(id).flatMap(Entry::lastDeferral).orElseThrow();

        assertThat(deferral.known()).isTrue();
        assertThat(deferral.parts()).isEqualTo(ReplyParts.NONE);
    }

    @Test
    void keepsSamplesOfUnknownReplies() {
        ReplySample sample = new ReplySample(
                "450 Not now", Optional.of(Service.BUSINESS), SmtpStage.RCPT, NOW, NOW.plusSeconds(1), 7);
        ReplySample foreign = new ReplySample("450 Not now", Optional.empty(), SmtpStage.DATA, NOW, NOW, 1);
        outbox.keepReplySamples(List.of(foreign)).join();
        outbox.keepReplySamples(List.of(sample, foreign)).join();

        reopen();

        assertThat(outbox.replySamples()).containsExactlyInAnyOrder(sample, foreign);
    }

    @Test
    void returnsTheLeasesOfTheLastRunToTheQueue() {
        long id = outbox.store(message("m"), List.of(entry())).get(0);
        outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END);

        reopen();

        assertThat(outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END))
                .extracting(Entry::id)
                .containsExactly(id);
    }

    @Test
    void neverUsesAnIdAgain() {
        long first = outbox.store(message("m"), List.of(entry())).get(0);
        outbox.withdraw(first);

        reopen();

        assertThat(outbox.store(message("m"), List.of(entry())).get(0)).isGreaterThan(first);
    }

    @Test
    void removesBodiesThatACrashLeftUnfinished() throws SQLException {
        outbox.close();
        cli.run("INSERT INTO message (id, name, stored, attributes) VALUES (77, 'm', 0, '{}')");
        cli.run("INSERT INTO body_chunk VALUES (77 * 65536, x'00'), (77 * 65536 + 65535, x'00'), (78 * 65536, x'00')");

        open();

        assertThat(cli.ask("SELECT id FROM message")).isEmpty();
        assertThat(cli.ask("SELECT position FROM body_chunk")).isEqualTo(Integer.toString(78 * 65536));
    }

    @Test
    void commitsReachTheDiskBeforeTheyReturn() throws SQLException {
        outbox.close();

        try (Session writer = new DatabaseFile(OutboxSettings.in(directory)).openWriter()) {
            assertThat(writer.first("PRAGMA journal_mode", row -> row.getString(1)))
                    .contains("wal");
            assertThat(writer.first("PRAGMA synchronous", row -> row.getInt(1))).contains(2);
            assertThat(writer.first("PRAGMA foreign_keys", row -> row.getInt(1)))
                    .contains(1);
            assertThat(writer.first("PRAGMA journal_size_limit", row -> row.getInt(1)))
                    .contains(64 * 1024 * 1024);
        }
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAsItIs() throws IOException {
        outbox.close();
        Path file = directory.resolve("outbox.db");
        byte[] garbage =
                "This is not a database, whatever its name says".repeat(100).getBytes(StandardCharsets.US_ASCII);
        Files.write(file, garbage);

        assertThatThrownBy(this::open)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away")
                .hasMessageContaining("outbox.db-wal");

        assertThat(file).hasBinaryContent(garbage);
    }

    @Test
    void refusesADatabaseOfALaterRelease() throws SQLException {
        outbox.close();
        cli.run("PRAGMA user_version = 99");

        assertThatThrownBy(this::open)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("outbox.db")
                .hasMessageContaining("version 99")
                .hasMessageContaining("up to " + Schema.VERSION);
    }

    @Test
    void refusesADatabaseOfAnotherApplication() throws SQLException {
        outbox.close();
        cli.run("PRAGMA application_id = 1");

        assertThatThrownBy(this::open).isInstanceOf(OutboxException.class).hasMessageContaining("is not an outbox");
    }

    @Test
    void canBeOpenedAgainAfterARefusal() throws SQLException {
        outbox.close();
        cli.run("PRAGMA user_version = 99");
        assertThatThrownBy(this::open).isInstanceOf(OutboxException.class);
        cli.run("PRAGMA user_version = " + Schema.VERSION);

        open();

        assertThat(outbox.size()).isZero();
    }

    @Test
    void refusesASecondOutboxOnItsDirectory() {
        OutboxSettings settings = OutboxSettings.in(directory);

        assertThatThrownBy(() -> SqlOutbox.open(settings, () -> NOW))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining(directory.resolve("outbox.lock").toString())
                .hasMessageContaining("Stop that server");
        // A refused attempt must not have loosened the lock.
        assertThatThrownBy(() -> SqlOutbox.open(settings, () -> NOW)).hasMessageContaining("in use");
    }

    @Test
    void setsAsideAnEntryThatCannotBeReadAndGoesOnWithOthers() throws SQLException {
        long badJson = outbox.store(message("m"), List.of(entry("a@x"))).get(0);
        long unknownClass = outbox.store(message("m"), List.of(entry("b@x"))).get(0);
        long noRecipient = outbox.store(message("m"), List.of(entry("c@x"))).get(0);
        long badMessage = outbox.store(message("m"), List.of(entry("d@x"))).get(0);
        long good = outbox.store(message("m"), List.of(entry("e@x"))).get(0);
        cli.run("UPDATE entry SET deferral = '{\"class\":' WHERE id = " + badJson);
        cli.run("UPDATE entry SET deferral = '{\"class\":\"unheard-of\"}' WHERE id = " + unknownClass);
        cli.run("DELETE FROM recipient WHERE entry_id = " + noRecipient);
        cli.run("UPDATE message SET attributes = '[]' WHERE id = (SELECT message_id FROM entry WHERE id = " + badMessage
                + ")");

        List<Entry> leased = outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END);

        assertThat(leased).extracting(Entry::id).containsExactly(good);
        assertThat(cli.ask("SELECT id FROM entry WHERE state = 3 ORDER BY id"))
                .isEqualTo(badJson + "\n" + unknownClass + "\n" + noRecipient + "\n" + badMessage);
        assertThat(outbox.backlog(NOW)).containsExactly(new LaneBacklog(OUTGOING, LANE, 0, 0, 0, 1, Optional.empty()));
        assertThatThrownBy(() -> outbox.entry(badJson))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("Entry " + badJson);
        assertThat(outbox.withdraw(badJson)).isTrue();
    }

    @Test
    void neverPassesOffABodyThatLostAPartAsWhole() throws Exception {
        long id =
                outbox.store(message("m", new byte[600_000]), List.of(entry())).get(0);
        long message = outbox.entry(id).orElseThrow().messageId();
        cli.run("DELETE FROM body_chunk WHERE position = (SELECT max(position) FROM body_chunk)");

        try (InputStream body = outbox.body(message)) {
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("600000");
        }
    }

    @Test
    void countsHeldEntriesAndExpiresThem() throws SQLException {
        long id = outbox.store(message("m"), List.of(entry(LANE, 5, NOW, NOW.plusSeconds(1))))
                .get(0);
        outbox.store(message("m"), List.of(entry(LANE, 5, NOW.plusSeconds(9), EXPIRY)));
        cli.run("UPDATE entry SET state = 1 WHERE id = " + id);

        assertThat(outbox.backlog(NOW))
                .containsExactly(new LaneBacklog(OUTGOING, LANE, 0, 1, 1, 0, Optional.of(NOW.plusSeconds(9))));
        assertThat(outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END)).isEmpty();
        assertThat(outbox.leaseExpired(OUTGOING, NOW.plusSeconds(1), 9, LEASE_END))
                .extracting(Entry::id)
                .containsExactly(id);
    }

    private void reopen() {
        outbox.close();
        open();
    }

    private void open() {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
