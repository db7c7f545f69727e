package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
    /** Finds and takes in one go: a round trip less. */
    static final String HEAD = "UPDATE entry SET state = 2, lease_until = ? WHERE id = (SELECT id FROM entry"
            + " WHERE flow_id = ? AND due <= ? ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id";
    /** The flows behind a gate that are to be looked at at once; the others follow them, see LET_THROUGH. */
    static final String OPEN = "UPDATE flow SET opens = ? WHERE id IN (SELECT id FROM flow WHERE place = 2"
            + " AND outgoing = ? AND lane = ? AND gate = ? AND opens > ? ORDER BY id LIMIT ? FOR NO KEY UPDATE";

    static final String COME_ROUND = "UPDATE flow SET place = 1 WHERE id IN (SELECT id FROM flow WHERE place = 0"
            + " AND outgoing = ? AND lane = ? AND band = ? AND due <= ? ORDER BY due LIMIT ?"
            + " FOR NO KEY UPDATE SKIP LOCKED)";
    static final String LET_THROUGH = "WITH opening AS (SELECT id, gate, priority, due FROM flow WHERE place = 2"
            + " AND outgoing = ? AND lane = ? AND opens <= ? ORDER BY opens LIMIT ?),"
            + " ranked AS (SELECT id, row_number() OVER (PARTITION BY gate ORDER BY priority DESC, due) AS rank"
            + " FROM opening)"
            + " UPDATE flow f SET place = 1, gate = NULL, opens = NULL FROM (SELECT id, gate FROM flow"
            + " WHERE id IN (SELECT id FROM ranked WHERE rank <= ?) FOR NO KEY UPDATE SKIP LOCKED) AS free"
            + " WHERE f.id = free.id RETURNING free.gate";

    /** Flows of a band that are brought round in one go: they cost about as much as entries do. */
    private static final int MOST_FLOWS = 128;

    private static final int MOST_OPENING = 512;

    /** Flows behind a gate that are looked at when it opens before its time. */
    private static final int MOST_AT_ONCE = 64;

    /** What part of a lease may at once come from one gate that was closed: most of it would meet a closed one again. */
    private static final int PART_BEHIND_A_GATE = 8;

    private final Session session;
    private final Lease lease;
    private final Leasing leasing;
    private final List<Long> taken = new ArrayList<>();
    private final Set<Long> leftToOthers = new HashSet<>();
    private final Set<String> gatesClosedAgain = new HashSet<>();

    PostgresFlows(Session session, Lease lease, Leasing leasing) {
        this.session = session;
        this.lease = lease;
        this.leasing = leasing;
    }

    @Override
    public boolean bringRound() throws SQLException {
        int moved = 0;
        for (Band band : Band.values()) {
            moved += session.update(COME_ROUND, lease.outgoing(), lease.lane(), Flows.number(band), now(), MOST_FLOWS);
        }
        List<String> gates = session.all(
                LET_THROUGH,
                row -> row.getString(1),
                lease.outgoing(),
                lease.lane(),
                now(),
                MOST_OPENING,
                Math.max(1, lease.max() / PART_BEHIND_A_GATE));
        for (String gate : new TreeSet<>(gates)) {
            // A gate that was opened early opens for a few at a time; where it is closed again they go back at once.
            open(session, lease.outgoing(), lease.lane(), gate, lease.now(), " SKIP LOCKED)");
        }
        return moved + gates.size() > 0;
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

    /** It is marked as in flight already. */
    @Override
    public Optional<Long> head(Flow flow) throws SQLException {
        return session.first(HEAD, row -> row.getLong(1), Columns.millis(lease.until()), flow.id(), now());
    }

    @Override
    public boolean take(long id) {
        return taken.add(id);
    }

    @Override
    public List<Entry> taken() throws SQLException {
        return leasing.readAll(session, taken);
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
                            + " AND lane = ? AND gate = ? AND opens <> ? ORDER BY opens LIMIT ?"
                            + " FOR NO KEY UPDATE SKIP LOCKED)",
                    opens,
                    lease.outgoing(),
                    lease.lane(),
                    closed.gate(),
                    opens,
                    MOST_OPENING);
        }
    }

    /** Has some flows behind a gate looked at with the next lease; leases do the same for more of them. */
    static void open(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException {
        open(session, outgoing, lane, gate, now, ")");
    }

    private static void open(Session session, String outgoing, String lane, String gate, Instant now, String end)
            throws SQLException {
        session.update(OPEN + end, Columns.millis(now), outgoing, lane, gate, Columns.millis(now), MOST_AT_ONCE);
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
