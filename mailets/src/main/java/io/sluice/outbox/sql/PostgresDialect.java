package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL: several servers and connections change things at the same time. */
final class PostgresDialect implements Dialect {
    static final String LANES = "SELECT DISTINCT lane FROM flow WHERE outgoing = ? ORDER BY lane";
    static final String NEXT_DUE = "SELECT least("
            + "(SELECT min(due) FROM flow WHERE outgoing = ? AND lane = ? AND place = 0),"
            + " (SELECT min(due) FROM flow WHERE outgoing = ? AND lane = ? AND place = 1),"
            + " (SELECT min(opens) FROM flow WHERE outgoing = ? AND lane = ? AND place = 2))";
    static final String READY = "SELECT count(*) FROM (SELECT 1 FROM flow f JOIN entry e ON e.flow_id = f.id"
            + " WHERE f.outgoing = ?1 AND f.lane = ?2 AND f.due <= ?3 AND e.due <= ?3 LIMIT ?4) AS found";
    static final String BACKLOG = "SELECT outgoing, lane, count(*) FILTER (WHERE state = 0 AND due <= ?),"
            + " count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1),"
            + " count(*) FILTER (WHERE state = 2) FROM entry WHERE state < 3 GROUP BY 1, 2 ORDER BY 1, 2";

    static final String AHEAD = "SELECT count(*) FROM (SELECT 1 FROM entry me JOIN entry e ON e.flow_id = me.flow_id"
            + " AND (e.due, e.id) < (me.due, me.id) WHERE me.id = ?1 LIMIT ?2) AS found";

    private final long node;

    /** Leases belong to the given server. */
    PostgresDialect(long node) {
        this.node = node;
    }

    @Override
    public String locked() {
        return " FOR UPDATE";
    }

    @Override
    public String lockedIfFree() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public String ours() {
        return " AND node = " + node;
    }

    @Override
    public long run() {
        return node;
    }

    @Override
    public String otherRuns() {
        return " AND run <> " + node;
    }

    @Override
    public void lockMessage(Session session, long id) throws SQLException {
        session.first("SELECT 1 FROM message WHERE id = ? FOR NO KEY UPDATE", row -> true, id);
    }

    /** Until the lease is committed nobody can take this server for dead. */
    @Override
    public void beforeLease(Session session) throws SQLException {
        if (session.first("SELECT 1 FROM node WHERE id = ? FOR KEY SHARE", row -> true, node)
                .isEmpty()) {
            PostgresNodes.register(session, node);
        }
    }

    @Override
    public Flows flows(Session session, Lease lease, Leasing leasing) {
        return new PostgresFlows(session, lease, leasing);
    }

    @Override
    public void openGate(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException {
        PostgresFlows.open(session, outgoing, lane, gate, now);
    }

    @Override
    public List<String> lanes(Session session, String outgoing) throws SQLException {
        return session.all(LANES, row -> row.getString(1), outgoing);
    }

    @Override
    public Optional<Instant> nextDue(Session session, String outgoing, String lane) throws SQLException {
        return session.first(NEXT_DUE, row -> time(row, 1), outgoing, lane, outgoing, lane, outgoing, lane)
                .flatMap(due -> due);
    }

    @Override
    public long size(Session session) throws SQLException {
        return session.first("SELECT count(*) FROM entry WHERE state < 3", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public String ready() {
        return READY;
    }

    @Override
    public String ahead() {
        return AHEAD;
    }

    @Override
    public String addressIs(String parameter) {
        return "lower(address) = " + parameter;
    }

    @Override
    public List<LaneBacklog> backlog(Session session, Instant now) throws SQLException {
        record Counts(String outgoing, String lane, long ready, long queued, long held, long inFlight) {}
        List<Counts> lanes = session.all(
                BACKLOG,
                row -> new Counts(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)),
                Columns.millis(now));
        List<LaneBacklog> backlog = new ArrayList<>();
        for (Counts lane : lanes) {
            backlog.add(new LaneBacklog(
                    lane.outgoing(),
                    lane.lane(),
                    lane.ready(),
                    lane.queued() - lane.ready(),
                    lane.held(),
                    lane.inFlight(),
                    nextDue(session, lane.outgoing(), lane.lane())));
        }
        return backlog;
    }

    @Override
    public void lockEvents(Session session, String lane) throws SQLException {
        session.first("SELECT pg_advisory_xact_lock(hashtextextended('sluice lane ' || ?, 0))", row -> true, lane);
    }

    @Override
    public String withIds() {
        return " OVERRIDING SYSTEM VALUE";
    }

    @Override
    public long lastId(Session session, String table) throws SQLException {
        return session.first(
                        "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(?, 'id')::regclass), 0)",
                        row -> row.getLong(1),
                        table)
                .orElseThrow();
    }

    @Override
    public void continueIds(Session session, String table, long after) throws SQLException {
        long last = Math.max(after, lastId(session, table));
        if (last > 0) {
            session.first("SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", row -> true, table, last);
        }
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Columns.time(millis));
    }
}
