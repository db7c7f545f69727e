package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work per mail must not grow with the backlog: SQLite seeks in an index, never scans or sorts entries. */
class QueryPlanTest {
    @TempDir
    Path directory;

    private DatabaseFile database;

    @BeforeEach
    void prepare() {
        database = new DatabaseFile(OutboxSettings.in(directory));
        database.prepare();
    }

    @Test
    void leasesBySeekingInTheQueue() throws SQLException {
        assertThat(plan(Leasing.DUE))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_queued"
                        + " (outgoing=? AND lane=? AND priority=? AND due<?)");
    }

    @Test
    void leasesExpiredBySeekingInTheirOrder() throws SQLException {
        assertThat(plan(Leasing.EXPIRED))
                .containsExactly("SEARCH entry USING INDEX entry_expiry (outgoing=? AND expires<?)");
    }

    @Test
    void reclaimsBySeekingAmongLeases() throws SQLException {
        assertThat(plan(Leasing.RECLAIM))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_leased (lease_until<?)");
    }

    @Test
    void findsTheNextDueBySeekingOncePerPriority() throws SQLException {
        assertThat(plan(LaneTable.NEXT_DUE))
                .contains("SEARCH n USING COVERING INDEX entry_queued (outgoing=? AND lane=? AND priority=?)")
                .noneMatch(step -> step.contains("SCAN n") || step.contains("TEMP B-TREE"));
    }

    @Test
    void findsTheNextExpiryBySeeking() throws SQLException {
        assertThat(plan(LaneTable.NEXT_EXPIRY)).containsExactly("SEARCH entry USING INDEX entry_expiry (outgoing=?)");
    }

    @Test
    void readsAnEntryByItsKey() throws SQLException {
        assertThat(plan(EntryReader.SELECT))
                .containsExactly(
                        "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
                        "SEARCH r USING PRIMARY KEY (entry_id=?) LEFT-JOIN");
    }

    @Test
    void countsReadyEntriesOnTheIndexAlone() throws SQLException {
        assertThat(plan(LaneTable.BACKLOG))
                .contains("SEARCH e USING COVERING INDEX entry_queued"
                        + " (outgoing=? AND lane=? AND priority=? AND due<?)")
                .noneMatch(step -> step.contains("SCAN e") || step.contains("SCAN n"));
    }

    @Test
    void findsARecipientWhateverItsCase() throws SQLException {
        assertThat(plan("SELECT entry_id FROM recipient WHERE address = ? COLLATE NOCASE"))
                .containsExactly("SEARCH recipient USING COVERING INDEX recipient_address (address=?)");
    }

    private List<String> plan(String sql) throws SQLException {
        try (Session session = database.openReader()) {
            return session.all("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"));
        }
    }
}
