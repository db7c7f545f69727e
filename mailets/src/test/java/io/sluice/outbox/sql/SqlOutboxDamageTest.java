package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.NotLeasedException;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of the file is overwritten. What is on it is lost; all other mail leaves. */
class SqlOutboxDamageTest {
    private static final int MAILS = 400;

    @TempDir
    Path directory;

    private SqlOutbox outbox;
    private final List<Long> ids = new ArrayList<>();

    @BeforeEach
    void fill() {
        open();
        for (int i = 0; i < MAILS; i++) {
            ids.addAll(outbox.store(message("m" + i, new byte[2000]), List.of(entry("r" + i + "@outlook.com"))));
        }
        outbox.close();
    }

    @AfterEach
    void stop() {
        outbox.close();
    }

    @Test
    void goesOnWithOtherMailWhenAPageOfRecipientsIsDamaged() throws Exception {
        overwriteALeafOf("recipient");

        Set<Long> leased = leaseAll();

        assertThat(leased).hasSizeBetween(MAILS - 150, MAILS - 1);
        assertThat(outbox.backlog(NOW).get(0).ready()).isZero();
    }

    @Test
    void goesOnWithOtherMailWhenAPageOfEntriesIsDamaged() throws Exception {
        overwriteALeafOf("entry");

        Set<Long> leased = leaseAll();

        assertThat(leased).hasSizeBetween(MAILS - 150, MAILS - 1);
    }

    @Test
    void doesNotTurnInACircleOnWhatItCannotRead() throws Exception {
        overwriteALeafOf("entry");

        leaseAll();

        assertThat(outbox.lease(OUTGOING, LANE, NOW, 10, LEASE_END)).isEmpty();
        assertThat(outbox.nextDue(OUTGOING, LANE))
                .hasValueSatisfying(due -> assertThat(due).isAfterOrEqualTo(NOW.plusSeconds(60)));
    }

    @Test
    void setsAsideAMailWhoseBodyIsDamaged() throws Exception {
        overwriteALeafOf("body_chunk");
        Set<Long> aside = new HashSet<>();

        for (long id : leaseAll()) {
            if (outbox.setAsideIfDamaged(id)) {
                aside.add(id);
            }
        }

        assertThat(aside).hasSizeBetween(1, 3);
        assertThat(outbox.entry(aside.iterator().next())).isPresent();
        assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM entry WHERE state = 3"))
                .isEqualTo(Integer.toString(aside.size()));
    }

    @Test
    void asksNotAgainWhereAMailThatIsDoneCannotBeDeleted() throws Exception {
        overwriteALeafOf("body_chunk");
        int deleted = 0;
        int aside = 0;

        for (long id : leaseAll()) {
            Set<String> recipients = outbox.entry(id).orElseThrow().recipients().stream()
                    .map(Recipient::address)
                    .collect(Collectors.toSet());
            try {
                outbox.settle(new Settlement(id, recipients, List.of())).join();
                deleted++;
            } catch (CompletionException e) {
                // To settle it again cannot help, says this exception.
                assertThat(e).hasCauseInstanceOf(NotLeasedException.class).hasMessageContaining("set aside");
                aside++;
            }
        }

        assertThat(deleted).isPositive();
        assertThat(aside).isPositive();
        assertThat(deleted + aside).isEqualTo(MAILS);
        assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM entry WHERE state = 3"))
                .isEqualTo(Integer.toString(aside));
    }

    @Test
    void takesMailWhenTheNotesOfWhatItTookAreDamaged() throws Exception {
        overwritePage("SELECT rootpage FROM sqlite_master WHERE name = 'receipt'");

        List<Long> stored = outbox.store(message("m"), List.of(entry("a@x")));

        assertThat(outbox.entry(stored.get(0))).isPresent();
        assertThat(outbox.takenBefore("m", List.of("a@x"))).isEmpty();
    }

    private Set<Long> leaseAll() {
        Set<Long> leased = new HashSet<>();
        List<Entry> some;
        Instant now = NOW;
        do {
            some = outbox.lease(OUTGOING, LANE, now, 50, LEASE_END);
            some.forEach(entry -> leased.add(entry.id()));
        } while (!some.isEmpty());
        return leased;
    }

    /** In the middle of the table; the file is open nowhere. */
    private void overwriteALeafOf(String table) throws SQLException, IOException {
        SqliteCli cli = new SqliteCli(directory);
        cli.run("PRAGMA wal_checkpoint(TRUNCATE)");
        List<Long> pages = Arrays.stream(
                        cli.ask("SELECT pageno FROM dbstat WHERE name = '" + table + "' AND pagetype = 'leaf'")
                                .split("\n"))
                .map(Long::valueOf)
                .toList();
        assertThat(pages).hasSizeGreaterThan(2);
        overwritePage("SELECT " + pages.get(pages.size() / 2));
    }

    /** The one that the query names. */
    private void overwritePage(String query) throws SQLException, IOException {
        SqliteCli cli = new SqliteCli(directory);
        cli.run("PRAGMA wal_checkpoint(TRUNCATE)");
        long page = Long.parseLong(cli.ask(query));
        byte[] garbage = new byte[DatabaseFile.PAGE_SIZE];
        Arrays.fill(garbage, (byte) 0x5a);
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("outbox.db").toFile(), "rw")) {
            file.seek((page - 1) * DatabaseFile.PAGE_SIZE);
            file.write(garbage);
        }
        open();
    }

    private void open() {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
