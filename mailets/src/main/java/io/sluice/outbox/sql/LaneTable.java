package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known about lanes without looking at their entries: the counters that triggers keep, and the ends of indexes.
 * Only the entries that are ready are counted, on an index, and only so many.
 */
final class LaneTable {
    static final String NEXT_EXPIRY =
            "SELECT expires FROM entry WHERE state < 2 AND outgoing = ? ORDER BY expires, id LIMIT 1";
    static final String NEXT_DUE = nextDue("?1", "?2");
    static final String BACKLOG = "SELECT l.outgoing, l.name, l.queued, l.held, l.in_flight, ("
            + nextDue("l.outgoing", "l.name") + ") FROM lane l ORDER BY l.outgoing, l.name";
    static final String READY = count("f.due <= ?3", "e.due <= ?3");
    static final String WAITING = count("true", "e.due > ?3");
    static final String FLOWS =
            "SELECT count(*) FROM (SELECT 1 FROM flow f WHERE f.outgoing = ?1 AND f.lane = ?2 LIMIT ?3)";

    /** So many entries, or flows, of a lane are counted one by one. */
    static final int COUNTED = 10_000;

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
        List<LaneBacklog> lanes = session.all(BACKLOG, LaneTable::allWaiting);
        List<LaneBacklog> result = new ArrayList<>();
        for (LaneBacklog lane : lanes) {
            long ready = Math.min(lane.waiting(), ready(session, lane, Columns.millis(now)));
            result.add(new LaneBacklog(
                    lane.outgoing(),
                    lane.lane(),
                    ready,
                    lane.waiting() - ready,
                    lane.held(),
                    lane.inFlight(),
                    lane.nextDue()));
        }
        return result;
    }

    /** Counts the lesser part, ready or waiting; when both are many, so many are ready at least. */
    private static long ready(Session session, LaneBacklog lane, long now) throws SQLException {
        long ready = count(session, READY, lane, now, COUNTED + 1L);
        if (ready <= COUNTED || count(session, FLOWS, lane, COUNTED + 1L) > COUNTED) {
            return ready;
        }
        long waiting = count(session, WAITING, lane, now, COUNTED + 1L);
        return waiting <= COUNTED ? lane.waiting() - waiting : ready;
    }

    private static long count(Session session, String sql, LaneBacklog lane, Object... values) throws SQLException {
        Object[] all = Stream.concat(Stream.of(lane.outgoing(), lane.lane()), Arrays.stream(values))
                .toArray();
        return session.first(sql, row -> row.getLong(1), all).orElseThrow();
    }

    private static LaneBacklog allWaiting(ResultSet row) throws SQLException {
        return new LaneBacklog(
                row.getString(1), row.getString(2), 0, row.getLong(3), row.getLong(4), row.getLong(5), time(row, 6));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Columns.time(millis));
    }

    /** Counts some entries of a lane, but not more than ?4 of them and in not more than ?4 flows. */
    private static String count(String flows, String entries) {
        return "SELECT count(*) FROM (SELECT 1 FROM (SELECT * FROM flow f WHERE f.outgoing = ?1 AND f.lane = ?2 AND "
                + flows + " LIMIT ?4) f CROSS JOIN entry e WHERE e.state = 0 AND e.outgoing = ?1 AND e.lane = ?2"
                + " AND e.sender_domain = f.sender_domain AND e.tenant = f.tenant AND e.priority = f.priority AND "
                + entries + " LIMIT ?4)";
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
