package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Move;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Queued entries whose path a route chose, and their way to another path. */
final class RouteTable {
    static final String ROUTED =
            "SELECT id FROM entry WHERE state = 0 AND route IS NOT NULL AND outgoing = ? AND lane = ?"
                    + " AND route = ? ORDER BY priority DESC, id LIMIT ?";
    static final String READY = "SELECT count(*) FROM (SELECT 1 FROM flow f CROSS JOIN entry e"
            + " WHERE f.outgoing = ?1 AND f.lane = ?2 AND f.due <= ?3 AND e.state = 0 AND e.outgoing = f.outgoing"
            + " AND e.lane = f.lane AND e.sender_domain = f.sender_domain AND e.tenant = f.tenant"
            + " AND e.priority = f.priority AND e.due <= ?3 LIMIT ?4)";

    private RouteTable() {}

    /** Entries that cannot be read are set aside. */
    static List<Entry> routed(Session session, Leasing leasing, String outgoing, String lane, String route, int max)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        for (long id : session.all(ROUTED, row -> row.getLong(1), outgoing, lane, route, max)) {
            leasing.readable(session, id).ifPresent(entries::add);
        }
        return entries;
    }

    static int move(Session session, String outgoing, String lane, Collection<Move> moves) throws SQLException {
        int moved = 0;
        for (Move move : moves) {
            moved += session.update(
                    "UPDATE entry SET outgoing = ?, lane = ?, tenant = ?, due = ?"
                            + " WHERE id = ? AND state = 0 AND outgoing = ? AND lane = ?",
                    move.outgoing(),
                    move.lane(),
                    move.tenant(),
                    Columns.millis(move.due()),
                    move.entryId(),
                    outgoing,
                    lane);
        }
        return moved;
    }

    static int ready(Session session, String outgoing, String lane, Instant now, int bound) throws SQLException {
        return session.first(
                        session.dialect().ready(), row -> row.getInt(1), outgoing, lane, Columns.millis(now), bound)
                .orElseThrow();
    }
}
