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
    void findsTheNextSenderDomainWhoseTurnItIsBySeeking() throws SQLException {
        assertThat(plan(FlowTable.AFTER))
                .containsExactly(
                        "SEARCH flow USING INDEX flow_round (outgoing=? AND lane=? AND band=? AND sender_domain>?)");
        assertThat(plan(FlowTable.FROM))
                .containsExactly(
                        "SEARCH flow USING INDEX flow_round (outgoing=? AND lane=? AND band=? AND sender_domain>?)");
    }

    @Test
    void findsTheFirstEntryOfAFlowBySeeking() throws SQLException {
        assertThat(plan(FlowTable.HEAD))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_queued"
                        + " (outgoing=? AND lane=? AND sender_domain=? AND tenant=? AND priority=? AND due<?)");
    }

    @Test
    void bringsFlowsRoundBySeekingAmongThoseThatAreDue() throws SQLException {
        assertThat(plan(FlowTable.COME_ROUND))
                .contains("SEARCH flow USING INDEX flow_due (outgoing=? AND lane=? AND place=? AND band=? AND due<?)")
                .noneMatch(step -> step.contains("SCAN flow") || step.contains("ORDER BY"));
    }

    @Test
    void opensGatesBySeekingAmongThoseThatOpenAndAmongTheFlowsBehindThem() throws SQLException {
        assertThat(plan(FlowTable.OPENING))
                .containsExactly("SEARCH closed_gate USING COVERING INDEX closed_gate_opens"
                        + " (outgoing=? AND lane=? AND opens<?)");
        assertThat(plan(FlowTable.LET_THROUGH))
                .contains("SEARCH flow USING COVERING INDEX flow_gated (outgoing=? AND lane=? AND gate=?)")
                .noneMatch(step -> step.contains("SCAN flow") || step.contains("ORDER BY"));
    }

    @Test
    void seeksInTheEventsOfOneLane() throws SQLException {
        assertThat(plan(LaneBook.EVENTS))
                .containsExactly("SEARCH lane_event USING INDEX sqlite_autoindex_lane_event_1 (lane=? AND number<?)");
        assertThat(plan(LaneBook.LAST_NUMBER))
                .containsExactly("SEARCH lane_event USING COVERING INDEX sqlite_autoindex_lane_event_1 (lane=?)");
        assertThat(plan(LaneBook.TRIM_LANE))
                .containsExactly("SEARCH lane_event USING INDEX sqlite_autoindex_lane_event_1 (lane=? AND number<?)");
    }

    @Test
    void leasesExpiredBySeekingInTheirOrder() throws SQLException {
        assertThat(plan(Leasing.EXPIRED))
                .containsExactly("SEARCH entry USING INDEX entry_expiry (outgoing=? AND expires<?)");
    }

    @Test
    void looksAtHeldEntriesInTheirIndexAlone() throws SQLException {
        assertThat(plan(HeldSelection.REACH))
                .contains("SEARCH entry USING COVERING INDEX entry_held (id>?)")
                .noneMatch(step -> step.contains("ORDER BY"));
        assertThat(plan(HeldSelection.MATCHING))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_held (id>? AND id<?)");
        assertThat(plan(HeldSelection.COUNT)).containsExactly("SCAN entry USING COVERING INDEX entry_held");
        assertThat(plan(HeldSelection.MATCHING_SENDER))
                .contains(
                        "SEARCH entry USING INDEX entry_held (id>? AND id<?)",
                        "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)");
    }

    @Test
    void findsTheMailOfARecipientBySeeking() throws SQLException {
        SqliteDialect dialect = new SqliteDialect();
        for (String sql : List.of(HeldSelection.toRecipient(dialect), WaitingTable.toRecipient(dialect))) {
            assertThat(plan(sql))
                    .contains(
                            "SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)",
                            "SEARCH recipient USING COVERING INDEX recipient_address (address=?)")
                    .noneMatch(step -> step.startsWith("SCAN") || step.contains("ORDER BY"));
        }
    }

    @Test
    void findsAMailByItsNameBySeeking() throws SQLException {
        assertThat(plan(WaitingTable.OF_MAIL))
                .contains(
                        "SEARCH m USING COVERING INDEX message_name (name=?)",
                        "SEARCH e USING COVERING INDEX entry_of_message (message_id=?)");
    }

    @Test
    void looksAtWaitingEntriesInTheirOrder() throws SQLException {
        assertThat(plan(WaitingTable.REACH))
                .contains("SEARCH entry USING INTEGER PRIMARY KEY (rowid>?)")
                .noneMatch(step -> step.contains("ORDER BY"));
        assertThat(plan(WaitingTable.MATCHING))
                .contains("SEARCH entry USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
                .noneMatch(step -> step.startsWith("SCAN entry") || step.contains("ORDER BY"));
    }

    @Test
    void countsWhatGoesFirstOnTheIndexAlone() throws SQLException {
        assertThat(plan(SqliteDialect.AHEAD))
                .contains(
                        "SEARCH me USING INTEGER PRIMARY KEY (rowid=?)",
                        "SEARCH e USING COVERING INDEX entry_queued (outgoing=? AND lane=? AND sender_domain=?"
                                + " AND tenant=? AND priority=? AND due<?)");
    }

    @Test
    void findsHoldsThatEndBySeeking() throws SQLException {
        assertThat(plan(HoldTable.DUE))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_held_until (outgoing=?"
                        + " AND held_until>? AND held_until<?)");
        assertThat(plan(HoldTable.NEXT))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_held_until (outgoing=? AND held_until>?)");
    }

    @Test
    void findsTheMailOfARouteBySeeking() throws SQLException {
        assertThat(plan(RouteTable.ROUTED))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_routed (outgoing=? AND lane=? AND route=?)");
        assertThat(plan(RouteTable.READY)).noneMatch(step -> step.contains("SCAN entry") || step.contains("SCAN flow"));
    }

    @Test
    void reclaimsBySeekingAmongLeases() throws SQLException {
        assertThat(plan(Leasing.RECLAIM))
                .containsExactly("SEARCH entry USING COVERING INDEX entry_leased (lease_until<?)");
    }

    @Test
    void findsTheNextDueBySeekingAmongFlowsAndGates() throws SQLException {
        assertThat(plan(LaneTable.NEXT_DUE))
                .contains(
                        "SEARCH f USING INDEX flow_due (outgoing=? AND lane=? AND place=? AND band=?)",
                        "SEARCH g USING COVERING INDEX closed_gate_opens (outgoing=? AND lane=?)",
                        "SEARCH b USING COVERING INDEX flow_gated (outgoing=? AND lane=? AND gate=?)")
                .noneMatch(step -> step.matches("SCAN [fgb]\\b.*") || step.contains("TEMP B-TREE"));
    }

    @Test
    void findsTheNextExpiryBySeeking() throws SQLException {
        assertThat(plan(LaneTable.NEXT_EXPIRY)).containsExactly("SEARCH entry USING INDEX entry_expiry (outgoing=?)");
    }

    @Test
    void findsTheNoticesThatAreDueBySeekingInTheirOrder() throws SQLException {
        assertThat(plan(Notices.DUE))
                .containsExactly("SEARCH entry USING INDEX entry_notice (outgoing=? AND notice<?)");
        assertThat(plan(Notices.NEXT))
                .containsExactly("SEARCH entry USING INDEX entry_notice (outgoing=? AND notice>?)");
    }

    @Test
    void readsAnEntryByItsKey() throws SQLException {
        assertThat(plan(EntryReader.ONE))
                .containsExactly(
                        "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
                        "SEARCH r USING PRIMARY KEY (entry_id=?) LEFT-JOIN");
    }

    @Test
    void countsReadyAndWaitingEntriesOnTheIndexAlone() throws SQLException {
        for (String sql : List.of(LaneTable.READY, LaneTable.WAITING)) {
            assertThat(plan(sql))
                    .anyMatch(step -> step.startsWith("SEARCH e USING COVERING INDEX entry_queued"
                            + " (outgoing=? AND lane=? AND sender_domain=? AND tenant=? AND priority=? AND due"))
                    .noneMatch(step -> step.matches("SCAN [ef]\\b.*USING.*"));
        }
        assertThat(plan(LaneTable.BACKLOG)).noneMatch(step -> step.matches("SCAN [efgb]\\b.*"));
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
