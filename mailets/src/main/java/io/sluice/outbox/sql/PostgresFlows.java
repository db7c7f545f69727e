package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import io.sluice.outbox.LeaseFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Flows in PostgreSQL. Several servers lease from one flow at a time: each takes the first entry that nobody else is
 * taking. A flow that another server is changing is left to it and passed over until the next lease. Nothing here waits
 * for a lock, so leases cannot block each other.
 *
 * <p>A flow knows when its gate opens, rather than the gate: so no flow can stand behind a gate that is forgotten.
 */
final class PostgresFlows implements Flows {
    static final String AFTER = next(">");
    static final String FROM = next(">=");
    static final String HEAD =
            "SELECT id FROM entry WHERE flow_id = ? AND due <= ? ORDER BY due, id LIMIT 1" + " FOR UPDATE SKIP LOCKED";
    static final String COME_ROUND = "UPDATE flow SET place = 1 WHERE id IN (SELECT id FROM flow WHERE place = 0"
            + " AND outgoing = ? AND lane = ? AND band = ? AND due <= ? ORDER BY due LIMIT ?"
            + " FOR NO KEY UPDATE SKIP LOCKED)";
    static final String LET_THROUGH = "WITH opening AS (SELECT id, gate, priority, due FROM flow WHERE place = 2"
            + " AND outgoing = ? AND lane = ? AND opens <= ? ORDER BY opens LIMIT ?),"
            + " ranked AS (SELECT id, row_number() OVER (PARTITION BY gate ORDER BY priority DESC, due) AS rank"
            + " FROM opening)"
            + " UPDATE flow SET place = 1, gate = NULL, opens = NULL WHERE id IN (SELECT id FROM flow"
            + " WHERE id IN (SELECT id FROM ranked WHERE rank <= ?) FOR NO KEY UPDATE SKIP LOCKED)";

    /** Flows of a band that are brought round in one go: they cost about as much as entries do. */
    private static final int MOST_FLOWS = 128;

    private static final int MOST_OPENING = 512;

    /** What part of a lease may at once come from one gate that was closed: most of it would meet a closed one again. */
    private static final int PART_BEHIND_A_GATE = 8;

    private final Session session;
    private final Lease lease;
    private final Set<Long> leftToOthers = new HashSet<>();
    private final Set<String> gatesClosedAgain = new HashSet<>();

    PostgresFlows(Session session, Lease lease) {
        this.session = session;
        this.lease = lease;
    }

    @Override
    public boolean bringRound() throws SQLException {
        int moved = 0;
        for (Band band : Band.values()) {
            moved += session.update(COME_ROUND, lease.outgoing(), lease.lane(), Flows.number(band), now(), MOST_FLOWS);
        }
        moved += session.update(
                LET_THROUGH,
                lease.outgoing(),
                lease.lane(),
                now(),
                MOST_OPENING,
                Math.max(1, lease.max() / PART_BEHIND_A_GATE));
        return moved > 0;
    }

    @Override
    public Optional<Flow> after(Band band, String senderDomain) throws SQLException {
        return next(AFTER, band, senderDomain);
    }

    @Override
    public Optional<Flow> from(Band band, String senderDomain) throws SQLException {
        return next(FROM, band, senderDomain);
    }

    private Optional<Flow> next(String sql, Band band, String senderDomain) throws SQLException {
        return session.first(
                sql,
                PostgresFlows::flow,
                lease.outgoing(),
                lease.lane(),
                Flows.number(band),
                senderDomain,
                leftToOthers.toArray(Long[]::new));
    }

    @Override
    public boolean isDue(Flow flow) {
        return flow.due() <= now();
    }

    @Override
    public Optional<Long> head(Flow flow) throws SQLException {
        return session.first(HEAD, row -> row.getLong(1), flow.id(), now());
    }

    /** Damage of pages is the database server's business. */
    @Override
    public boolean hasOnlyPassedOver(Flow flow) {
        return false;
    }

    @Override
    public void waitBehindDamage(Flow flow) {}

    /** What it has left is being taken by others, or it was left too early because somebody was adding to it. */
    @Override
    public void repair(Flow flow) throws SQLException {
        session.first("SELECT flow_settle(?)", row -> true, flow.id());
        leftToOthers.add(flow.id());
    }

    @Override
    public void waitUntilDue(Flow flow) throws SQLException {
        change(flow, "UPDATE flow SET place = 0 WHERE id = ?", flow.id());
    }

    @Override
    public void waitBehind(Flow flow, LeaseFilter.Closed closed) throws SQLException {
        // Later than now whatever the filter says: nobody must turn in a circle.
        long opens = Math.max(now() + 1, Columns.millis(closed.until()));
        change(flow, "UPDATE flow SET place = 2, gate = ?, opens = ? WHERE id = ?", closed.gate(), opens, flow.id());
        if (gatesClosedAgain.add(closed.gate())) {
            session.update(
                    "UPDATE flow SET opens = ? WHERE id IN (SELECT id FROM flow WHERE place = 2 AND outgoing = ?"
                            + " AND lane = ? AND gate = ? AND opens <> ? FOR NO KEY UPDATE SKIP LOCKED)",
                    opens,
                    lease.outgoing(),
                    lease.lane(),
                    closed.gate(),
                    opens);
        }
    }

    /** Has the flows behind a gate looked at with the next lease. */
    static void open(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException {
        session.update(
                "UPDATE flow SET opens = ? WHERE id IN (SELECT id FROM flow WHERE place = 2 AND outgoing = ?"
                        + " AND lane = ? AND gate = ? AND opens > ? ORDER BY id FOR NO KEY UPDATE)",
                Columns.millis(now),
                outgoing,
                lane,
                gate,
                Columns.millis(now));
    }

    /** Changes the place of a flow, unless somebody else is about to. */
    private void change(Flow flow, String sql, Object... values) throws SQLException {
        boolean free = session.first(
                        "SELECT 1 FROM flow WHERE id = ? AND place = 1 FOR NO KEY UPDATE SKIP LOCKED",
                        row -> true,
                        flow.id())
                .isPresent();
        if (free) {
            session.update(sql, values);
        } else {
            leftToOthers.add(flow.id());
        }
    }

    private long now() {
        return Columns.millis(lease.now());
    }

    private static Flow flow(ResultSet row) throws SQLException {
        return new Flow(row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getLong(5));
    }

    private static String next(String comparison) {
        return "SELECT id, sender_domain, tenant, priority, due FROM flow WHERE place = 1 AND outgoing = ? AND lane = ?"
                + " AND band = ? AND sender_domain " + comparison
                + " ? AND id <> ALL (?) ORDER BY sender_domain, priority DESC, due LIMIT 1";
    }
}
