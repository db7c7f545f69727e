package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.history.DeferralFilter;
import io.sluice.outbox.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox that the first release wrote. */
class MigrationTest {
    private static final int QUEUED = 0;
    private static final int IN_FLIGHT = 2;

    @TempDir
    Path directory;

    private SqliteCli cli;

    @BeforeEach
    void writeVersionOne() throws IOException, SQLException {
        cli = new SqliteCli(directory);
        try (InputStream script = Schema.class.getResourceAsStream("schema-1.sql")) {
            cli.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        cli.run("PRAGMA application_id = " + Schema.APPLICATION_ID);
        cli.run("PRAGMA user_version = 1");
    }

    @Test
    void takesTheSenderDomainFromTheMessage() throws SQLException {
        insert(1, "'Ann@Contoso.EXAMPLE'", 5, QUEUED);
        insert(2, "'\"odd@local\"@fabrikam.example'", 5, QUEUED);
        insert(3, "NULL", 5, QUEUED);
        insert(4, "'nonsense'", 5, QUEUED);

        try (SqlOutbox outbox = open()) {
            assertThat(List.of(1L, 2L, 3L, 4L))
                    .extracting(id -> outbox.entry(id).orElseThrow().senderDomain())
                    .containsExactly("contoso.example", "fabrikam.example", "", "");
        }
    }

    @Test
    void bringsItToThePresentVersion() throws SQLException {
        try (SqlOutbox outbox = open()) {
            assertThat(outbox.replySamples()).isEmpty();
            assertThat(outbox.laneStates()).isEmpty();
            assertThat(outbox.history().deferrals(DeferralFilter.ALL, 1, Long.MAX_VALUE))
                    .isEmpty();
        }
        assertThat(cli.ask("PRAGMA user_version")).isEqualTo(Integer.toString(Schema.VERSION));
    }

    @Test
    void leasesWhatWasQueuedAndWhatWasInFlight() throws SQLException {
        insert(1, "'a@a.example'", 1, QUEUED);
        insert(2, "'a@a.example'", 9, QUEUED);
        insert(3, "'b@b.example'", 9, IN_FLIGHT);

        try (SqlOutbox outbox = open()) {
            assertThat(outbox.nextDue(OUTGOING, LANE)).contains(NOW);
            assertThat(outbox.lease(OUTGOING, LANE, NOW, 10, LEASE_END))
                    .extracting(Entry::id)
                    .containsExactly(2L, 3L, 1L);
            assertThat(outbox.nextDue(OUTGOING, LANE)).isEmpty();
        }
    }

    private void insert(long id, String sender, int priority, int state) throws SQLException {
        cli.run("INSERT INTO message VALUES (" + id + ", 'm', " + sender + ", 0, 0, 0, '{}')");
        cli.run("INSERT INTO entry VALUES (" + id + ", " + id + ", '" + OUTGOING + "', '" + LANE
                + "', 'outlook.com', 'outlook.com', " + priority + ", 0, 0, " + NOW.toEpochMilli() + ", "
                + LEASE_END.toEpochMilli() + ", " + state + ", NULL, NULL)");
        cli.run("INSERT INTO recipient VALUES (" + id + ", 0, 'someone@outlook.com', NULL)");
    }

    private SqlOutbox open() {
        return SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
