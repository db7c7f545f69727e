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

import io.sluice.outbox.Entry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import io.sluice.reply.ReplySample;
import io.sluice.reply.SmtpStage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OutboxTransferTest {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private static final int SEVERAL_CHUNKS = 6 * BodyTable.CHUNK + 12_345;

    @TempDir
    Path directory;

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
    void takesNothingOfAFileThatIsCutShortAnywhere() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);

        for (int i = 0; i < 50; i++) {
            byte[] cut = Arrays.copyOf(whole, i < 20 ? i : random.nextInt(whole.length));
            assertRefused(cut, "b");
        }
    }

    @Test
    void takesNothingOfAFileWithAnyByteAltered() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);

        for (int i = 0; i < 50; i++) {
            byte[] altered = whole.clone();
            altered[i < 20 ? whole.length - 1 - i : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertRefused(altered, "b");
        }
    }

    @Test
    void takesNothingOfAFileThatGoesOnAfterItsEnd() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);

        assertRefused(Arrays.copyOf(whole, whole.length + 1), "b");
    }

    /** Its checksum is right: somebody made it. */
    @Test
    void takesNothingOfAForgedFileWhoseLastRecordIsWrong() throws IOException {
        for (List<Object> forged : List.of(
                values("id", 0L), values("state", 2L), values("priority", 10L), values("deferral", "no JSON"))) {
            Path file = directory.resolve("forged-" + forged.hashCode());
            forge(file, writer -> {
                writer.write(TransferRecord.MESSAGE, List.of(1L, "m", "s@x", 0L, 0L, false, "{}"));
                writer.write(TransferRecord.ENTRY, values("id", 1L));
                writer.write(TransferRecord.RECIPIENT, Arrays.asList(1L, 0L, "a@x", null));
                writer.write(TransferRecord.ENTRY, forged);
                writer.write(TransferRecord.RECIPIENT, Arrays.asList(forged.get(0), 0L, "b@x", null));
            });
            assertRefused(Files.readAllBytes(file), "b");
        }
    }

    @Test
    void refusesARecordThatSaysItIsEnormousWithoutReadingIt() throws IOException {
        Path file = directory.resolve("enormous");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(TransferWriter.FIRST_LINE);
            DataOutputStream data = new DataOutputStream(out);
            data.writeByte('H');
            data.writeInt(Integer.MAX_VALUE);
        }

        assertRefused(Files.readAllBytes(file), "b");
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

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        fill("a");
        Path file = directory.resolve("file");

        export(open("a"), file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
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

    private void fill(String name) {
        Random random = new Random(name.hashCode());
        try (Outbox outbox = embedded(name)) {
            for (int i = 0; i < 60; i++) {
                fillOne(outbox, random, i);
            }
            for (Entry leased : outbox.lease(OUTGOING, LANE, NOW, 12, LEASE_END)) {
                outbox.settle(new Settlement(
                                leased.id(),
                                Set.of(),
                                List.of(new Postponement(
                                        leased.recipients(),
                                        NOW.plusSeconds(random.nextInt(3600)),
                                        deferral(NOW.minusSeconds(random.nextInt(3600)))))))
                        .join();
            }
            outbox.saveLanes(new LaneChanges(
                            List.of(new LaneRecord("other", "{\"rate\":1}", NOW), new LaneRecord(LANE, "{}", NOW)),
                            List.of(event("up"), event("down \u2193"))))
                    .join();
            outbox.keepReplySamples(List.of(
                            new ReplySample("\u00fcb", Optional.empty(), SmtpStage.RCPT, NOW, NOW, 3),
                            new ReplySample("Ab", Optional.empty(), SmtpStage.RCPT, NOW, NOW, 1)))
                    .join();
        }
    }

    private static void fillOne(Outbox outbox, Random random, int i) {
        boolean held = random.nextInt(4) == 0;
        Optional<HoldTerms> hold = held
                ? Optional.of(new HoldTerms("by-hand", random.nextBoolean() ? Optional.empty() : Optional.of(EXPIRY)))
                : Optional.empty();
        var first =
                entry(LANE, random.nextInt(10), NOW.plusSeconds(random.nextInt(100) - 50), EXPIRY, "a@x", "b\u00e9@x");
        var second = entry("other", 5, NOW, NOW.plus(Duration.ofDays(1)), "c@y");
        outbox.store(
                message("mail \u2028" + i, body(i % 20 == 0 ? SEVERAL_CHUNKS : random.nextInt(5000))),
                List.of(hold.map(first::held).orElse(first), random.nextBoolean() ? second.routedBy("r") : second));
    }

    private static LaneEventRecord event(String kind) {
        return new LaneEventRecord(LANE, NOW, kind, "because", "", "1/s");
    }

    private static long store(Outbox outbox) {
        return outbox.store(message("m"), List.of(entry("a@x"))).get(0);
    }

    private static Entry lease(Outbox outbox) {
        return outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    /** An entry that is right but for one value. */
    private static List<Object> values(String column, Object value) {
        List<Object> values = Arrays.asList(
                2L, 1L, "o", "l", "d", "t", "s", 5L, 0L, 0L, 0L, 0L, 0L, null, null, null, null, null, null);
        values.set(TransferRecord.ENTRY.index(column), value);
        return values;
    }

    private interface Forging {
        void write(TransferWriter writer) throws IOException;
    }

    private static void forge(Path file, Forging forging) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TransferWriter writer = new TransferWriter(out);
            writer.write(TransferRecord.HEADER, List.of(0L, 0L, 0L));
            forging.write(writer);
            writer.end();
        }
    }

    private void assertRefused(byte[] content, String target) throws IOException {
        Path file = Files.write(directory.resolve("refused"), content);
        try (StoppedOutbox outbox = embeddedOrNew(target)) {
            assertThatThrownBy(() -> OutboxTransfer.importFrom(file, outbox))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("cannot be taken over");
        }
        try (Outbox outbox = embedded(target)) {
            assertThat(outbox.size()).isZero();
            assertThat(outbox.laneStates()).isEmpty();
        }
    }

    private void move(StoppedOutbox from, StoppedOutbox to) {
        Path file = directory.resolve("moving");
        export(from, file);
        importFrom(file, to);
    }

    private static void export(StoppedOutbox from, Path file) {
        try (from) {
            assertThat(OutboxTransfer.export(from, file, NOW).left()).isEmpty();
        }
    }

    private static OutboxTransfer.Imported importFrom(Path file, StoppedOutbox to) {
        try (to) {
            return OutboxTransfer.importFrom(file, to);
        }
    }

    private Outbox embedded(String name) {
        return SqlOutbox.open(OutboxSettings.in(directory.resolve(name)), () -> NOW);
    }

    private StoppedOutbox open(String name) {
        return StoppedOutbox.embedded(OutboxSettings.in(directory.resolve(name)));
    }

    private StoppedOutbox embeddedOrNew(String name) {
        return StoppedOutbox.embeddedOrNew(OutboxSettings.in(directory.resolve(name)));
    }

    private static StoppedOutbox postgres(PostgresSettings settings) {
        return StoppedOutbox.postgres(settings);
    }
}
