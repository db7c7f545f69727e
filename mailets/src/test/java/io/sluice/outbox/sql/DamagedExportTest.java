package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is damaged in an outbox stays behind when its mail is exported, and is told. */
class DamagedExportTest extends TransferFixture {
    @Test
    void leavesBehindWhatCannotBeReadAndSaysSo() throws SQLException {
        List<Long> ids;
        try (Outbox outbox = embedded("a")) {
            ids = List.of(store(outbox), store(outbox), store(outbox), store(outbox), store(outbox));
        }
        SqliteCli hand = new SqliteCli(directory.resolve("a"));
        hand.run("UPDATE entry SET state = 3 WHERE id = " + ids.get(0));
        hand.run("UPDATE entry SET deferral = 'damage' WHERE id = " + ids.get(1));
        hand.run("DELETE FROM body_chunk WHERE position / 65536 =" + " (SELECT message_id FROM entry WHERE id = "
                + ids.get(2) + ")");
        hand.run("DELETE FROM recipient WHERE entry_id = " + ids.get(3));
        Path file = directory.resolve("file");

        OutboxTransfer.Exported exported;
        try (StoppedOutbox outbox = open("a")) {
            exported = OutboxTransfer.export(outbox, file, NOW);
        }

        assertThat(exported.left()).containsExactlyElementsOf(ids.subList(0, 4));
        assertThat(exported.entries()).isEqualTo(1);
        assertThat(importFrom(file, embeddedOrNew("b")).entries()).isEqualTo(1);
    }

    @Test
    void readsPastADamagedPage() throws IOException, SQLException {
        try (Outbox outbox = embedded("a")) {
            for (int i = 0; i < 200; i++) {
                outbox.store(message("mail-" + i, body(20_000)), List.of(entry("a" + i + "@x")));
            }
        }
        SqliteCli hand = new SqliteCli(directory.resolve("a"));
        long page = Long.parseLong(hand.ask("SELECT rootpage FROM sqlite_schema WHERE name = 'message'"));
        long leaf = Long.parseLong(hand.ask("SELECT count(*) FROM message")) > 0 ? firstLeaf(page) : page;
        Path database = directory.resolve("a").resolve(DatabaseFile.NAME);
        byte[] bytes = Files.readAllBytes(database);
        Arrays.fill(
                bytes, (int) ((leaf - 1) * DatabaseFile.PAGE_SIZE), (int) (leaf * DatabaseFile.PAGE_SIZE), (byte) 7);
        Files.write(database, bytes);

        OutboxTransfer.Exported exported;
        try (StoppedOutbox outbox = open("a")) {
            exported = OutboxTransfer.export(outbox, directory.resolve("file"), NOW);
        }

        assertThat(exported.left()).isNotEmpty();
        assertThat(exported.entries())
                .isPositive()
                .isEqualTo(200 - exported.left().size());
    }

    /** The page that the last cell of an interior page points to. */
    private long firstLeaf(long interior) throws IOException {
        try (InputStream in = Files.newInputStream(directory.resolve("a").resolve(DatabaseFile.NAME))) {
            in.skipNBytes((interior - 1) * DatabaseFile.PAGE_SIZE + 8);
            byte[] page = in.readNBytes(4);
            return java.nio.ByteBuffer.wrap(page).getInt();
        }
    }
}
