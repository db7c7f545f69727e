package io.sluice.outbox.sql;

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

import io.sluice.outbox.Entry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail goes from one outbox to another, through a file, with all that belongs to it. */
class OutboxTransferTest extends TransferFixture {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    @Test
    void bringsAllThatBelongsToAMailToTheOtherEngine() throws IOException {
        PostgresSettings database = POSTGRES.newDatabase();
        byte[] body = body(SEVERAL_CHUNKS);
        long waiting;
        try (Outbox outbox = embedded("a")) {
            outbox.store(
                    new NewMessage("m", Optional.empty(), Map.of("k\u00e4y", "v\ud800"), out -> out.write(body)),
                    List.of(entry("a@x", "b@x")));
            Entry leased = lease(outbox);
            waiting = leased.id();
            outbox.settle(new Settlement(
                            waiting,
                            Set.of("a@x"),
                            List.of(new Postponement(
                                    List.of(replied("b@x", "451 4.7.0 later \u2014")),
                                    NOW.plusSeconds(60),
                                    deferral(NOW.minusSeconds(9))))))
                    .join();
        }

        move(open("a"), postgres(database));

        try (Outbox outbox = PostgresOutbox.open(database, () -> NOW)) {
            Entry moved = outbox.entry(waiting).orElseThrow();
            assertThat(moved.recipients()).containsExactly(replied("b@x", "451 4.7.0 later \u2014"));
            assertThat(moved.lastDeferral()).contains(deferral(NOW.minusSeconds(9)));
            assertThat(moved.attempts()).isEqualTo(1);
            assertThat(moved.due()).isEqualTo(NOW.plusSeconds(60));
            assertThat(outbox.message(moved.messageId()).orElseThrow().attributes())
                    .isEqualTo(Map.of("k\u00e4y", "v\ud800"));
            try (InputStream stored = outbox.body(moved.messageId())) {
                assertThat(stored.readAllBytes()).isEqualTo(body);
            }
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END)).isEmpty();
            assertThat(outbox.lease(OUTGOING, LANE, NOW.plusSeconds(60), 1, LEASE_END))
                    .extracting(Entry::id)
                    .containsExactly(waiting);
        }
    }

    @Test
    void bringsHeldMailNoticesAndRoutes() {
        PostgresSettings database = POSTGRES.newDatabase();
        HoldTerms hold = new HoldTerms("ip-blocked", Optional.of(NOW.plusSeconds(600)));
        try (Outbox outbox = embedded("a")) {
            outbox.store(message("m"), List.of(entry("a@x").held(hold).routedBy("main")));
        }

        move(open("a"), postgres(database));

        try (Outbox outbox = PostgresOutbox.open(database, () -> NOW)) {
            assertThat(outbox.held(HeldFilter.ALL, 0, 10).entries())
                    .singleElement()
                    .satisfies(held -> assertThat(held.hold()).isEqualTo(hold));
            assertThat(outbox.nextRelease(OUTGOING)).contains(NOW.plusSeconds(600));
            assertThat(outbox.releaseDue(OUTGOING, NOW.plusSeconds(600), 10)).isEqualTo(1);
            assertThat(outbox.routed(OUTGOING, LANE, "main", 10)).hasSize(1);
        }
    }

    @Test
    void queuesWhatWasInFlight() throws SQLException {
        PostgresSettings database = POSTGRES.newDatabase();
        try (Outbox outbox = embedded("a")) {
            outbox.store(message("m"), List.of(entry("a@x")));
        }
        new SqliteCli(directory.resolve("a")).run("UPDATE entry SET state = 2, lease_until = 1"); // a server was killed

        move(open("a"), postgres(database));

        try (Outbox outbox = PostgresOutbox.open(database, () -> NOW)) {
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END)).hasSize(1);
        }
    }

    @Test
    void leavesOutWhatWasDeliveredWhileTheDiskWasFull() throws SQLException {
        long delivered;
        try (Outbox outbox = embedded("a")) {
            delivered = store(outbox);
            store(outbox);
        }
        new SqliteCli(directory.resolve("a")).run("UPDATE entry SET state = 2, lease_until = 1"); // a server was killed
        try (DeliveredJournal journal = DeliveredJournal.open(directory.resolve("a"))) {
            journal.add(delivered);
        }

        move(open("a"), embeddedOrNew("b"));

        try (Outbox outbox = embedded("b")) {
            assertThat(outbox.entry(delivered)).isEmpty();
            assertThat(outbox.size()).isEqualTo(1);
        }
    }

    @Test
    void isTheSameAgainAfterItWentToPostgresAndBack() throws IOException, SQLException {
        fill("a");
        SqliteCli hand = new SqliteCli(directory.resolve("a"));
        hand.run("INSERT INTO history VALUES ('MINUTE', 'b', '', 60000, 7, '{}'), ('HOUR', 'a', 's', 60000, 8, '{}')");
        hand.run(
                "INSERT INTO deferral_log (time, outcome, entry, lane, domain, tenant, sender, class, rule, reply, stage,"
                        + " host, ip, region, mx_id) VALUES (1, 'deferred', 1, 'l', 'd', 't', 's', 'other', 'r', 'no', 'RCPT', 'h',"
                        + " '', '', '')");
        PostgresSettings database = POSTGRES.newDatabase();
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        Path third = directory.resolve("third");

        export(open("a"), first);
        importFrom(first, postgres(database));
        export(postgres(database), second);
        importFrom(second, embeddedOrNew("b"));
        export(open("b"), third);

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(third).hasSameBinaryContentAs(first);
        SqliteCli back = new SqliteCli(directory.resolve("b"));
        assertThat(back.ask("SELECT count(*) FROM history")).isEqualTo("2");
        assertThat(back.ask("SELECT count(*) FROM deferral_log")).isEqualTo("1");
    }

    @Test
    void givesNoNumberTwice() {
        fill("a");
        List<Long> last;
        try (Outbox outbox = embedded("a")) {
            last = outbox.store(message("m"), List.of(entry("a@x")));
            outbox.withdraw(last.get(0));
        }
        PostgresSettings database = POSTGRES.newDatabase();

        move(open("a"), postgres(database));

        try (Outbox outbox = PostgresOutbox.open(database, () -> NOW)) {
            assertThat(outbox.store(message("m"), List.of(entry("a@x"))).get(0)).isGreaterThan(last.get(0));
        }
    }

    @Test
    void doesNotAddToMailThatIsThere() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        long before = Files.size(file);

        assertThatThrownBy(() -> importFrom(file, open("a")))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("There is mail in the outbox");

        Path after = directory.resolve("after");
        export(open("a"), after);
        assertThat(after).hasSize(before);
    }

    @Test
    void refusesWhileAServerUsesTheFiles() {
        fill("a");
        try (Outbox running = embedded("a")) {
            assertThatThrownBy(() -> open("a"))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("in use");
            assertThat(running.size()).isPositive();
        }
    }

    @Test
    void refusesWhileAServerWorksOnTheDatabase() {
        PostgresSettings database = POSTGRES.newDatabase();
        try (Outbox running = PostgresOutbox.open(database, () -> NOW)) {
            assertThatThrownBy(() -> postgres(database))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("Servers work on the outbox");
            assertThat(running.size()).isZero();
        }
    }

    @Test
    void letsNoServerBeginWhileItWorksOnTheDatabase() {
        PostgresSettings database = POSTGRES.newDatabase();
        try (StoppedOutbox stopped = postgres(database)) {
            assertThat(stopped.name()).isNotEmpty();
            assertThatThrownBy(() -> PostgresOutbox.open(database, () -> NOW)).isInstanceOf(OutboxException.class);
        }
        PostgresOutbox.open(database, () -> NOW).close();
    }

    @Test
    void changesNothingWhenTheOutboxHasNoRoom() throws IOException {
        try (Outbox outbox = embedded("a")) {
            for (int i = 0; i < 8; i++) {
                outbox.store(message("m", body(600_000)), List.of(entry("a@x")));
            }
        }
        Path file = directory.resolve("file");
        export(open("a"), file);
        OutboxSettings small = OutboxSettings.in(directory.resolve("b")).withMaxBytes(3_000_000);

        assertThatThrownBy(() -> importFrom(file, StoppedOutbox.embeddedOrNew(small)))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("was not changed");

        importFrom(file, open("b"));
        try (Outbox outbox = embedded("b")) {
            assertThat(outbox.size()).isEqualTo(8);
        }
    }

    @Test
    void replacesWhatTheLanesHadLearned() {
        fill("a");
        try (Outbox outbox = embedded("b")) {
            outbox.saveLanes(new LaneChanges(List.of(new LaneRecord("old", "{}", NOW)), List.of()))
                    .join();
        }

        move(open("a"), open("b"));

        try (Outbox outbox = embedded("b")) {
            assertThat(outbox.laneStates()).extracting(LaneRecord::key).containsExactly(LANE, "other");
            assertThat(outbox.laneEvents(LANE, 10, Long.MAX_VALUE)).hasSize(2);
            assertThat(outbox.replySamples()).hasSize(2);
        }
    }

    private static Entry lease(Outbox outbox) {
        return outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
    }

    private void move(StoppedOutbox from, StoppedOutbox to) {
        Path file = directory.resolve("moving");
        export(from, file);
        importFrom(file, to);
    }

    private static StoppedOutbox postgres(PostgresSettings settings) {
        return StoppedOutbox.postgres(settings);
    }
}
