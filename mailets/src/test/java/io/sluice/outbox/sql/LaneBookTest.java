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
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Settlement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the database keeps what lanes remember: through restarts, damage and full disks, and no more than is bounded. */
class LaneBookTest {
    private static final long MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private SqliteCli cli;
    private SqlOutbox outbox;

    @BeforeEach
    void start() {
        cli = new SqliteCli(directory);
        outbox = open(OutboxSettings.UNLIMITED);
    }

    @AfterEach
    void stop() {
        outbox.close();
    }

    @Test
    void remembersThroughARestart() {
        outbox.saveLanes(changes("one", "{}")).join();

        outbox.close();
        outbox = open(OutboxSettings.UNLIMITED);

        assertThat(outbox.laneStates()).containsExactly(new LaneRecord("one", "{}", NOW));
        assertThat(outbox.laneEvents("one", 9, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void commitsWhatWasSavedBeforeItCloses() {
        CompletableFuture<Void> saved = outbox.saveLanes(changes("one", "{}"));

        outbox.close();

        assertThat(saved).isCompleted();
        outbox = open(OutboxSettings.UNLIMITED);
        assertThat(outbox.laneStates()).hasSize(1);
    }

    @Test
    void failsWhatIsSavedAfterTheClose() {
        outbox.close();

        assertThat(outbox.saveLanes(changes("one", "{}"))).isCompletedExceptionally();
        assertThat(outbox.saveLanes(changes("one", "{}"))).isCompletedExceptionally();
    }

    @Test
    void writesWhatComesInDuringACommitTogether() {
        long before = outbox.commits();

        CompletableFuture<?>[] saved = IntStream.range(0, 500)
                .mapToObj(i -> outbox.saveLanes(changes("one", "{\"rate\":" + i + "}")))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(saved).join();

        assertThat(outbox.laneStates()).containsExactly(new LaneRecord("one", "{\"rate\":499}", NOW));
        assertThat(outbox.laneEvents("one", 1000, Long.MAX_VALUE)).hasSize(500);
        assertThat(outbox.commits() - before).isLessThan(500);
    }

    @Test
    void leavesOutAStateThatCannotBeReadUntilItIsSavedAgain() throws SQLException {
        outbox.saveLanes(changes("bad", "{}")).join();
        outbox.saveLanes(changes("list", "{}")).join();
        outbox.saveLanes(changes("good", "{}")).join();
        cli.run("UPDATE lane_state SET state = '{\"rate\":' WHERE key = 'bad'");
        cli.run("UPDATE lane_state SET state = '[]' WHERE key = 'list'");

        assertThat(outbox.laneStates()).extracting(LaneRecord::key).containsExactly("good");
        assertThat(cli.ask("SELECT state FROM lane_state WHERE key = 'bad'")).isEqualTo("{\"rate\":");

        outbox.saveLanes(changes("bad", "{}")).join();
        assertThat(outbox.laneStates()).extracting(LaneRecord::key).containsExactly("bad", "good");
    }

    @Test
    void keepsABoundedNumberOfEventsOfAllLanesTogether() throws SQLException {
        cli.run("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100999)"
                + " INSERT INTO lane_event (id, lane, number, time, kind, cause, from_value, to_value)"
                + " SELECT i, 'lane ' || (i / 500), i, 0, 'k', 'c', '', '' FROM n");

        outbox.saveLanes(changes("one", "{}")).join();

        assertThat(Integer.parseInt(cli.ask("SELECT count(*) FROM lane_event"))).isLessThanOrEqualTo(100_000);
        assertThat(outbox.laneEvents("one", 9, Long.MAX_VALUE)).hasSize(1);
        assertThat(outbox.laneEvents("lane 0", 9, Long.MAX_VALUE)).isEmpty();
        assertThat(outbox.laneEvents("lane 201", 999, Long.MAX_VALUE)).hasSize(500);
    }

    @Test
    void writesNothingOfASettlementWhoseLaneStateFindsNoRoom() throws SQLException {
        long id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);
        outbox.close();
        outbox = open(MIB);
        fill();
        Entry leased = outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
        List<LaneRecord> large = IntStream.range(0, 100)
                .mapToObj(i -> new LaneRecord("lane " + i, "{\"x\":\"" + "x".repeat(60_000) + "\"}", NOW))
                .toList();
        LaneChanges taught = new LaneChanges(large, changes("one", "{}").events());

        assertThatThrownBy(() -> outbox.settle(new Settlement(id, Set.of("a@x"), List.of(), taught))
                        .join())
                .hasCauseInstanceOf(OutboxException.class)
                .hasMessageContaining("full");

        assertThat(outbox.entry(id)).contains(leased);
        assertThat(outbox.laneStates()).isEmpty();
        assertThat(outbox.laneEvents("one", 9, Long.MAX_VALUE)).isEmpty();
        outbox.settle(new Settlement(id, Set.of("a@x"), List.of())).join();
        assertThat(outbox.entry(id)).isEmpty();
    }

    private void fill() {
        NewMessage large = new NewMessage("m", Optional.empty(), Map.of(), out -> out.write(new byte[50_000]));
        assertThatThrownBy(() -> Stream.generate(() -> entry("b@x"))
                        .limit(100)
                        .forEach(entry -> outbox.store(large, List.of(entry))))
                .isInstanceOf(OutboxException.class);
    }

    private static LaneChanges changes(String lane, String state) {
        return new LaneChanges(
                List.of(new LaneRecord(lane, state, NOW)),
                List.of(new LaneEventRecord(lane, NOW, "slower", "421 4.7.650", "20/s", "10/s")));
    }

    private SqlOutbox open(long maxBytes) {
        return SqlOutbox.open(OutboxSettings.in(directory).withMaxBytes(maxBytes), () -> NOW);
    }
}
