package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that was delivered while the disk was full does not go again after a stop. */
class DeliveredJournalTest {
    @TempDir
    Path directory;

    @Test
    void whatWasDoneBeforeTheStopIsNotLeasedAfterIt() {
        long done;
        long underWay;
        try (Outbox outbox = open()) {
            outbox.store(message("m"), List.of(entry("a@x"), entry("b@x"), entry("c@x")));
            List<Entry> leased = outbox.lease(OUTGOING, LANE, NOW, 2, LEASE_END);
            done = leased.get(0).id();
            underWay = leased.get(1).id();
        }
        note(done);

        try (Outbox outbox = open()) {
            assertThat(outbox.entry(done)).isEmpty();
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 9, LEASE_END))
                    .hasSize(2)
                    .extracting(Entry::id)
                    .contains(underWay);
        }
    }

    @Test
    void saysNothingTwice() {
        long id;
        try (Outbox outbox = open()) {
            id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);
        }
        note(id);
        // It was not in flight. What the file said is forgotten with the first start, whatever comes after.
        open().close();
        try (Outbox outbox = open()) {
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 9, LEASE_END)).hasSize(1);
        }

        try (Outbox outbox = open()) {
            assertThat(outbox.entry(id)).isPresent();
        }
    }

    @Test
    void keepsMailThatWaits() {
        long id;
        try (Outbox outbox = open()) {
            id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);
        }

        note(id);

        try (Outbox outbox = open()) {
            assertThat(outbox.entry(id)).isPresent();
        }
    }

    @Test
    void notesWhatAStoreRefusesToDelete() {
        Settlement settlement = new Settlement(7, Set.of("a@x"), List.of());
        List<Long> refused = new ArrayList<>();
        Settlements settlements = failing(new OutboxException("The disk is full"), refused);

        CompletableFuture<List<Long>> outcome = settlements.settle(settlement);

        assertThatThrownBy(outcome::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("The disk is full");
        assertThat(refused).containsExactly(7L);
    }

    @Test
    void takesNoRoomLater() throws IOException {
        open().close();
        long size = Files.size(directory.resolve(DeliveredJournal.NAME));

        try (DeliveredJournal journal = DeliveredJournal.open(directory)) {
            for (long id = 1; id <= 2L * DeliveredJournal.PLACES; id += 100) {
                journal.add(id);
                journal.add(id);
            }
        }

        assertThat(size).isEqualTo((long) DeliveredJournal.PLACES * Long.BYTES);
        assertThat(directory.resolve(DeliveredJournal.NAME)).hasSize(size);
    }

    @Test
    void isTheServersOnly() throws IOException {
        open().close();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve(DeliveredJournal.NAME))))
                .isEqualTo("rw-------");
    }

    private static Settlements failing(OutboxException failure, List<Long> refused) {
        Engine.Refused journal = new Engine.Refused() {
            @Override
            public void add(long id) {
                refused.add(id);
            }

            @Override
            public void close() {}
        };
        return new Settlements(
                work -> CompletableFuture.failedFuture(failure),
                work -> CompletableFuture.failedFuture(failure),
                new Damage("test"),
                journal,
                () -> NOW);
    }

    private void note(long id) {
        try (DeliveredJournal journal = DeliveredJournal.open(directory)) {
            journal.add(id);
        }
    }

    private SqlOutbox open() {
        return SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
