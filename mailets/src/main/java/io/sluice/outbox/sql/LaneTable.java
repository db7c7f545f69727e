package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about lanes without looking at their entries: the counters that triggers keep, and the ends of indexes.
 * Only the number of ready entries is counted, on an index.
 */
final class LaneTable {
    static final String NEXT_EXPIRY =
            "SELECT expires FROM entry WHERE state < 2 AND outgoing = ? ORDER BY expires, id LIMIT 1";
    static final String NEXT_DUE = nextDue("?1", "?2");
    static final String BACKLOG = "SELECT l.outgoing, l.name, l.queued, l.held, l.in_flight,"
            + " (SELECT count(*) FROM flow f CROSS JOIN entry e WHERE f.outgoing = l.outgoing AND f.lane = l.name"
            + "     AND f.due <= ?1 AND e.state = 0 AND e.outgoing = f.outgoing AND e.lane = f.lane"
            + "     AND e.sender_domain = f.sender_domain AND e.tenant = f.tenant AND e.priority = f.priority"
            + "     AND e.due <= ?1),"
            + " (" + nextDue("l.outgoing", "l.name") + ")"
            + " FROM lane l ORDER BY l.outgoing, l.name";

    private LaneTable() {}

    static List<String> withQueued(Session session, String outgoing) throws SQLException {
        return session.all(
                "SELECT name FROM lane WHERE outgoing = ? AND queued > 0 ORDER BY name",
                row -> row.getString(1),
                outgoing);
    }

    static Optional<Instant> nextDue(Session session, String outgoing, String lane) throws SQLException {
        return session.first(NEXT_DUE, row -> time(row, 1), outgoing, lane).flatMap(due -> due);
    }

    static Optional<Instant> nextExpiry(Session session, String outgoing) throws SQLException {
        return session.first(NEXT_EXPIRY, row -> Columns.time(row.getLong(1)), outgoing);
    }

    static long size(Session session) throws SQLException {
        return session.first("SELECT coalesce(sum(queued + held + in_flight), 0) FROM lane", row -> row.getLong(1))
                .orElseThrow();
    }

    static List<LaneBacklog> backlog(Session session, Instant now) throws SQLException {
        return session.all(BACKLOG, LaneTable::backlog, Columns.millis(now));
    }

    private static LaneBacklog backlog(ResultSet row) throws SQLException {
        long ready = row.getLong(6);
        return new LaneBacklog(
                row.getString(1),
                row.getString(2),
                ready,
                row.getLong(3) - ready,
                row.getLong(4),
                row.getLong(5),
                time(row, 7));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Columns.time(millis));
    }

    /**
     * The least due time of flows whose gates are open, and the least time at which a closed gate opens: one index seek
     * for each place of flows in each band, and one for the gates.
     */
    private static String nextDue(String outgoing, String lane) {
        String ofLane = ".outgoing = " + outgoing + " AND %1$s.lane = " + lane;
        String flows = "SELECT min((SELECT f.due FROM flow f WHERE f.place = p.column1 AND f"
                + ofLane.formatted("f") + " AND f.band = p.column2 ORDER BY f.due LIMIT 1))"
                + " FROM (VALUES (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)) AS p";
        String gates = "SELECT g.opens FROM closed_gate g WHERE g" + ofLane.formatted("g")
                + " AND EXISTS (SELECT 1 FROM flow b WHERE b.place = 2 AND b" + ofLane.formatted("b")
                + " AND b.gate = g.name) ORDER BY g.opens LIMIT 1";
        return "SELECT min(t.column1) FROM (VALUES ((" + flows + ")), ((" + gates + "))) AS t";
    }
}
