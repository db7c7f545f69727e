package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SQLite: one writer, so nothing needs a lock and everything in flight is ours. */
final class SqliteDialect implements Dialect {
    static final String AHEAD = "SELECT count(*) FROM (SELECT 1 FROM entry me CROSS JOIN entry e WHERE me.id = ?1"
            + " AND e.state = 0 AND e.outgoing = me.outgoing AND e.lane = me.lane"
            + " AND e.sender_domain = me.sender_domain AND e.tenant = me.tenant AND e.priority = me.priority"
            + " AND e.due <= me.due AND (e.due < me.due OR e.id < me.id) LIMIT ?2)";

    @Override
    public String locked() {
        return "";
    }

    @Override
    public String lockedIfFree() {
        return "";
    }

    @Override
    public String ours() {
        return "";
    }

    @Override
    public long run() {
        return 1;
    }

    @Override
    public String otherRuns() {
        return " AND run = 0";
    }

    @Override
    public void lockMessage(Session session, long id) {}

    @Override
    public void beforeLease(Session session) {}

    @Override
    public Flows flows(Session session, Lease lease, Leasing leasing) {
        return new FlowTable(session, lease, leasing);
    }

    @Override
    public void openGate(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException {
        FlowTable.open(session, outgoing, lane, gate, now);
    }

    @Override
    public List<String> lanes(Session session, String outgoing) throws SQLException {
        return LaneTable.withQueued(session, outgoing);
    }

    @Override
    public Optional<Instant> nextDue(Session session, String outgoing, String lane) throws SQLException {
        return LaneTable.nextDue(session, outgoing, lane);
    }

    @Override
    public long size(Session session) throws SQLException {
        return LaneTable.size(session);
    }

    @Override
    public String ready() {
        return RouteTable.READY;
    }

    @Override
    public String ahead() {
        return AHEAD;
    }

    @Override
    public String addressIs(String parameter) {
        return "address = " + parameter + " COLLATE NOCASE";
    }

    @Override
    public List<LaneBacklog> backlog(Session session, Instant now) throws SQLException {
        return LaneTable.backlog(session, now);
    }

    @Override
    public void lockEvents(Session session, String lane) {}

    @Override
    public String withIds() {
        return "";
    }

    @Override
    public long lastId(Session session, String table) throws SQLException {
        return session.first("SELECT seq FROM sqlite_sequence WHERE name = ?", row -> row.getLong(1), table)
                .orElse(0L);
    }

    @Override
    public void continueIds(Session session, String table, long after) throws SQLException {
        if (session.update("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", after, table) == 0) {
            session.update("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, after);
        }
    }
}
