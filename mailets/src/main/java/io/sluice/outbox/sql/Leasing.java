package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves entries between the queue and those who work on them. An entry or message that cannot be read is set aside and
 * the others go on.
 */
final class Leasing {
    static final String EXPIRED =
            "SELECT id FROM entry WHERE state < 2 AND outgoing = ? AND expires <= ?" + " ORDER BY expires, id LIMIT ?";
    /** The state of an entry whose lease ends without a settlement: held if it was held, queued otherwise. */
    static final String BACK = "state = CASE WHEN hold_reason IS NULL THEN 0 ELSE 1 END, lease_until = NULL";

    static final String RECLAIM = "UPDATE entry SET " + BACK + " WHERE state = 2 AND lease_until <= ?";

    // Used on the writer's thread only.
    private final Turns turns = new Turns();
    private final Damage damage;

    Leasing(Damage damage) {
        this.damage = damage;
    }

    /** Leases mail that is due, in fair turns. */
    List<Entry> due(Session session, Lease lease) throws SQLException {
        Turns.Turn turn = turns.of(lease.outgoing(), lease.lane());
        session.dialect().beforeLease(session);
        return new Round(session.dialect().flows(session, lease, this), lease, turn).run();
    }

    /** Leases mail whose time is over. */
    List<Entry> expired(Session session, String outgoing, Instant now, int max, Instant until) throws SQLException {
        session.dialect().beforeLease(session);
        String select = EXPIRED + session.dialect().lockedIfFree();
        List<Entry> leased = new ArrayList<>();
        boolean more = true;
        while (more) {
            int limit = max - leased.size() + damage.passedOver().size();
            List<Long> ids = session.all(select, row -> row.getLong(1), outgoing, Columns.millis(now), limit);
            int before = leased.size();
            for (long id : ids) {
                if (leased.size() < max && !damage.passedOver().contains(id)) {
                    take(session, id, until).ifPresent(leased::add);
                }
            }
            more = ids.size() == limit && leased.size() < max && leased.size() > before;
        }
        return leased;
    }

    /** Leases a held entry; empty when it is not held, or cannot be read. */
    Optional<Entry> held(Session session, long id, Instant until) throws SQLException {
        session.dialect().beforeLease(session);
        return HoldTable.isHeld(session, id) ? take(session, id, until) : Optional.empty();
    }

    static void giveBack(Session session, Collection<Long> ids, String lane, Instant due) throws SQLException {
        for (long id : ids) {
            session.update(
                    "UPDATE entry SET " + BACK + ", lane = ?, due = ? WHERE id = ? AND state = 2"
                            + session.dialect().ours(),
                    lane,
                    Columns.millis(due),
                    id);
        }
    }

    static int reclaim(Session session, Instant now) throws SQLException {
        return session.update(RECLAIM, Columns.millis(now));
    }

    /** Deletes an entry that is in flight; says whether it was. */
    static boolean deleteLeased(Session session, long id) throws SQLException {
        Optional<Long> message =
                session.first("SELECT message_id FROM entry WHERE id = ? AND state = 2", row -> row.getLong(1), id);
        if (message.isPresent()) {
            EntryTable.delete(session, id, message.get());
        }
        return message.isPresent();
    }

    /** Returns all leases, when whoever had them is gone. */
    static int reclaimAll(Session session) throws SQLException {
        return session.update("UPDATE entry SET " + BACK + " WHERE state = 2");
    }

    /** Entries that met a damaged page. */
    Set<Long> passedOver() {
        return damage.passedOver();
    }

    /** Marks an entry as in flight; empty when it cannot be read, and is set aside or passed over from now on. */
    Optional<Entry> take(Session session, long id, Instant until) throws SQLException {
        Optional<Entry> entry = readable(session, id);
        if (entry.isPresent()) {
            unlessDamaged(
                    id,
                    () -> session.update(
                            "UPDATE entry SET state = 2, lease_until = ? WHERE id = ?", Columns.millis(until), id));
        }
        return entry;
    }

    /** The entry; empty when it cannot be read, and is set aside. */
    Optional<Entry> readable(Session session, long id) throws SQLException {
        if (damage.passedOver().contains(id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(unlessDamaged(id, () -> {
                Entry entry = EntryTable.read(session, id).orElseThrow();
                if (MessageTable.read(session, entry.messageId()).isEmpty()) {
                    throw new MalformedRowException("no message");
                }
                return entry;
            }));
        } catch (MalformedRowException e) {
            damage.setAside(session, id, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Reads entries that were marked as in flight, in their order, with two statements however many they are; those that
     * cannot be read are set aside. For an engine that finds damaged pages itself.
     */
    List<Entry> readAll(Session session, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Long[] all = ids.toArray(Long[]::new);
        Map<Long, EntryReader> readers = new HashMap<>();
        session.all(
                EntryReader.SELECT + "= ANY (?) ORDER BY r.position",
                row -> readers.computeIfAbsent(EntryReader.id(row), EntryReader::new)
                        .add(row),
                (Object) all);
        Set<Long> messages = MessageTable.readable(session, all);
        List<Entry> entries = new ArrayList<>();
        for (long id : ids) {
            try {
                Entry entry = readers.get(id).read().orElseThrow();
                if (!messages.contains(entry.messageId())) {
                    throw new MalformedRowException("no message that can be read");
                }
                entries.add(entry);
            } catch (MalformedRowException e) {
                damage.setAside(session, id, e.getMessage());
            }
        }
        return entries;
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    private <T> T unlessDamaged(long id, Step<T> step) throws SQLException {
        try {
            return step.run();
        } catch (SQLException e) {
            if (Damage.isShownBy(e) && damage.met(id)) {
                throw new DamageMetException(e);
            }
            throw e;
        }
    }
}
