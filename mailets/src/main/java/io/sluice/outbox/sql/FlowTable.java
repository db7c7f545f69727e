package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Flows: the queued entries of a lane that share sender domain, tenant and priority. Triggers make and delete them and
 * keep the due time of their first entry; here they change places. A flow waits until it is due, then goes round with the
 * others of its band, or stands behind a closed gate. Places are literals in the statements, so that SQLite can use its
 * partial indexes.
 */
final class FlowTable implements Flows {
    static final String AFTER = next(">");
    static final String FROM = next(">=");
    static final String HEAD =
            "SELECT id FROM entry WHERE state = 0 AND outgoing = ? AND lane = ? AND sender_domain = ?"
                    + " AND tenant = ? AND priority = ? AND due <= ? ORDER BY due, id LIMIT ?";
    static final String COME_ROUND = "UPDATE flow SET place = 1 WHERE id IN (SELECT id FROM flow WHERE place = 0"
            + " AND outgoing = ? AND lane = ? AND band = ? AND due <= ? ORDER BY due LIMIT ?)";
    static final String OPENING =
            "SELECT name FROM closed_gate WHERE outgoing = ? AND lane = ? AND opens <= ? ORDER BY opens LIMIT ?";
    static final String LET_THROUGH = "UPDATE flow SET place = 1, gate = NULL WHERE id IN (SELECT id FROM flow"
            + " WHERE place = 2 AND outgoing = ? AND lane = ? AND gate = ? ORDER BY priority DESC, due LIMIT ?)";

    /** Flows of a band, and gates, that are brought round in one go: they cost about as much as entries do. */
    private static final int MOST_FLOWS = 128;

    private static final int MOST_GATES = 64;

    /** What part of a lease may at once come from one gate that was closed: most of it would meet a closed one again. */
    private static final int PART_BEHIND_A_GATE = 8;

    /** No lane has a gate of this name. */
    private static final String DAMAGE = "damage";

    private static final Duration DAMAGE_AGAIN = Duration.ofMinutes(1);

    private final Session session;
    private final Lease lease;
    private final Leasing leasing;
    private final Set<Long> passedOver;
    private final List<Entry> taken = new ArrayList<>();

    FlowTable(Session session, Lease lease, Leasing leasing) {
        this.session = session;
        this.lease = lease;
        this.leasing = leasing;
        this.passedOver = leasing.passedOver();
    }

    @Override
    public boolean bringRound() throws SQLException {
        int moved = 0;
        for (Band band : Band.values()) {
            moved += session.update(COME_ROUND, lease.outgoing(), lease.lane(), Flows.number(band), now(), MOST_FLOWS);
        }
        List<String> gates =
                session.all(OPENING, row -> row.getString(1), lease.outgoing(), lease.lane(), now(), MOST_GATES);
        for (String gate : gates) {
            moved += letThrough(gate);
        }
        return moved > 0;
    }

    @Override
    public Optional<Flow> after(Band band, String senderDomain) throws SQLException {
        return session.first(AFTER, FlowTable::flow, lease.outgoing(), lease.lane(), Flows.number(band), senderDomain);
    }

    @Override
    public Optional<Flow> from(Band band, String senderDomain) throws SQLException {
        return session.first(FROM, FlowTable::flow, lease.outgoing(), lease.lane(), Flows.number(band), senderDomain);
    }

    @Override
    public boolean isDue(Flow flow) {
        return flow.due() <= now();
    }

    @Override
    public Optional<Long> head(Flow flow) throws SQLException {
        return heads(flow, 1 + passedOver.size()).stream()
                .filter(id -> !passedOver.contains(id))
                .findFirst();
    }

    /** Reads it first: when it is damaged nothing of it is to be written. */
    @Override
    public boolean take(long id) throws SQLException {
        Optional<Entry> entry = leasing.take(session, id, lease.until());
        entry.ifPresent(taken::add);
        return entry.isPresent();
    }

    @Override
    public List<Entry> taken() {
        return taken;
    }

    private List<Long> heads(Flow flow, int most) throws SQLException {
        return session.all(
                HEAD,
                row -> row.getLong(1),
                lease.outgoing(),
                lease.lane(),
                flow.senderDomain(),
                flow.tenant(),
                flow.priority(),
                now(),
                most);
    }

    @Override
    public boolean hasOnlyPassedOver(Flow flow) throws SQLException {
        return !passedOver.isEmpty() && !heads(flow, 1).isEmpty();
    }

    @Override
    public void waitBehindDamage(Flow flow) throws SQLException {
        waitBehind(flow, new LeaseFilter.Closed(DAMAGE, lease.now().plus(DAMAGE_AGAIN)));
    }

    /** Somebody changed it by hand. */
    @Override
    public void repair(Flow flow) throws SQLException {
        session.update("DELETE FROM flow WHERE id = ?", flow.id());
        session.update(
                "INSERT INTO flow (outgoing, lane, sender_domain, tenant, priority, due, place)"
                        + " SELECT outgoing, lane, sender_domain, tenant, priority, due, 0 FROM entry"
                        + " WHERE state = 0 AND outgoing = ? AND lane = ? AND sender_domain = ? AND tenant = ?"
                        + " AND priority = ? ORDER BY due, id LIMIT 1",
                lease.outgoing(),
                lease.lane(),
                flow.senderDomain(),
                flow.tenant(),
                flow.priority());
    }

    @Override
    public void waitUntilDue(Flow flow) throws SQLException {
        session.update("UPDATE flow SET place = 0 WHERE id = ?", flow.id());
    }

    @Override
    public void waitBehind(Flow flow, LeaseFilter.Closed closed) throws SQLException {
        session.update("UPDATE flow SET place = 2, gate = ? WHERE id = ?", closed.gate(), flow.id());
        session.update(
                "INSERT INTO closed_gate (outgoing, lane, name, opens) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (outgoing, lane, name) DO UPDATE SET opens = excluded.opens",
                lease.outgoing(),
                lease.lane(),
                closed.gate(),
                // Later than now whatever the filter says: nobody must turn in a circle.
                Math.max(now() + 1, Columns.millis(closed.until())));
    }

    /** Has the flows behind a gate looked at with the next lease. */
    static void open(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException {
        session.update(
                "UPDATE closed_gate SET opens = min(opens, ?) WHERE outgoing = ? AND lane = ? AND name = ?",
                Columns.millis(now),
                outgoing,
                lane,
                gate);
    }

    /** Some flows, as most would only meet the gate closed again; the others when these are through. */
    private int letThrough(String gate) throws SQLException {
        int limit = Math.max(1, lease.max() / PART_BEHIND_A_GATE);
        int moved = session.update(LET_THROUGH, lease.outgoing(), lease.lane(), gate, limit);
        if (moved < limit) {
            session.update(
                    "DELETE FROM closed_gate WHERE outgoing = ? AND lane = ? AND name = ?",
                    lease.outgoing(),
                    lease.lane(),
                    gate);
        } else {
            // To the end of the line of gates that open.
            session.update(
                    "UPDATE closed_gate SET opens = ? WHERE outgoing = ? AND lane = ? AND name = ?",
                    now(),
                    lease.outgoing(),
                    lease.lane(),
                    gate);
        }
        return moved;
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
                + " ? ORDER BY sender_domain, priority DESC, due LIMIT 1";
    }
}
