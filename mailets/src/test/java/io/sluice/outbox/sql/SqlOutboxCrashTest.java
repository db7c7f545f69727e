package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Mails;
import io.sluice.outbox.OutboxException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlOutboxCrashTest {
    @TempDir
    Path directory;

    @RepeatedTest(10)
    void keepsEveryMailThatWasStoredBeforeAKill() throws Exception {
        List<Long> stored = new ArrayList<>();
        try (CrashingServer server = CrashingServer.start(directory)) {
            while (stored.size() < 50) {
                stored.add(server.next());
            }
            server.kill();
            for (Long id = server.next(); id != null; id = server.next()) {
                stored.add(id);
            }
        }

        try (SqlOutbox outbox = open()) {
            assertThat(stored).doesNotContainNull().allSatisfy(id -> {
                Entry entry = outbox.entry(id).orElseThrow();
                long size = outbox.message(entry.messageId()).orElseThrow().size();
                try (InputStream body = outbox.body(entry.messageId())) {
                    assertThat(body.readAllBytes()).hasSize((int) size);
                }
            });
        }
        SqliteCli cli = new SqliteCli(directory);
        assertThat(cli.ask("PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(cli.ask("PRAGMA foreign_key_check")).isEmpty();
        assertThat(cli.ask("SELECT count(*) FROM message WHERE size IS NULL")).isEqualTo("0");
    }

    @RepeatedTest(5)
    void keepsWhatASettlementTaughtALaneWithTheSettlementOrNeither() throws Exception {
        long told = 0;
        try (CrashingServer server = CrashingServer.start(directory, LearningServer.class)) {
            while (told < 20) {
                told = server.next();
            }
            server.kill();
            for (Long number = server.next(); number != null; number = server.next()) {
                told = number;
            }
        }

        try (SqlOutbox outbox = open()) {
            long settled =
                    outbox.laneEvents(Mails.LANE, 1, Long.MAX_VALUE).get(0).number();
            assertThat(settled).isBetween(told, told + 1);
            assertThat(outbox.laneStates()).containsExactly(LearningServer.state(settled));
            assertThat(outbox.entry(settled)).isEmpty();
        }
        assertThat(new SqliteCli(directory)
                        .ask("SELECT count(*) FROM entry WHERE id <= " + "(SELECT max(number) FROM lane_event)"))
                .isEqualTo("0");
    }

    @RepeatedTest(5)
    void knowsMailAgainThatItHadStoredBeforeAKillAndNoOther() throws Exception {
        long told = 0;
        try (CrashingServer server = CrashingServer.start(directory, NamingServer.class)) {
            while (told < 50) {
                told = server.next();
            }
            server.kill();
            for (Long number = server.next(); number != null; number = server.next()) {
                told = number;
            }
        }

        try (SqlOutbox outbox = open()) {
            for (long number = 1; number <= told + 2; number++) {
                boolean stored = !outbox.entriesOf(Long.toString(number), 1).isEmpty();
                assertThat(outbox.takenBefore(Long.toString(number), List.of("a@x")))
                        .as("mail %s of %s", number, told)
                        .hasSize(stored ? 1 : 0);
            }
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessUses() throws Exception {
        try (CrashingServer server = CrashingServer.start(directory)) {
            assertThat(server.next()).isNotNull();

            assertThatThrownBy(this::open)
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining(directory.resolve("outbox.lock").toString());

            server.kill();
        }
        try (SqlOutbox outbox = open()) {
            assertThat(outbox.size()).isPositive();
        }
    }

    private SqlOutbox open() {
        return SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
