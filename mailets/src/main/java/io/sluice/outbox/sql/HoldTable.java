package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import io.sluice.outbox.HeldChange;
import io.sluice.outbox.HeldEntry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HeldPage;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.Released;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Held entries: state 1, with a reason. Every statement seeks in an index and looks at a bounded number of rows. */
final class HoldTable {
    static final String DUE = "SELECT id FROM entry WHERE state = 1 AND held_until IS NOT NULL AND outgoing = ?"
            + " AND held_until <= ? ORDER BY held_until LIMIT ?";
    static final String NEXT =
            "SELECT held_until FROM entry WHERE state = 1 AND held_until IS NOT NULL AND outgoing = ?"
                    + " ORDER BY held_until LIMIT 1";

    private static final String RELEASE = "UPDATE entry SET state = 0, hold_reason = NULL, held_until = NULL,"
            + " due = CASE WHEN due > ?1 THEN ?1 ELSE due END WHERE id = ?2 AND state = 1";

    /** Rows that one page looks at. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldTable.class);

    private HoldTable() {}

    static boolean hold(Session session, long id, HoldTerms hold, Instant now) throws SQLException {
        return session.update(
                        "UPDATE entry SET state = 1, hold_reason = ?, held_until = ?,"
                                + " held_since = coalesce(held_since, ?) WHERE id = ? AND state < 2",
                        hold.reason(),
                        hold.until().map(Columns::millis).orElse(null),
                        Columns.millis(now),
                        id)
                > 0;
    }

    static boolean change(Session session, HeldChange change, long id, Instant now) throws SQLException {
        if (change instanceof HeldChange.Reschedule reschedule) {
            return session.update(
                            "UPDATE entry SET held_until = ? WHERE id = ? AND state = 1",
                            reschedule.until().map(Columns::millis).orElse(null),
                            id)
                    > 0;
        }
        if (change instanceof HeldChange.Delete) {
            return isHeld(session, id) && EntryTable.withdraw(session, id);
        }
        return session.update(RELEASE, Columns.millis(now), id) > 0;
    }

    static Released change(Session session, HeldChange change, HeldFilter filter, long after, int max, Instant now)
            throws SQLException {
        HeldSelection.Found found = HeldSelection.of(session, filter, after, max, max);
        int count = 0;
        for (long id : found.ids()) {
            if (change(session, change, id, now)) {
                count++;
            }
        }
        return new Released(count, found.next());
    }

    /** Whether it is held, and will be until the transaction ends. */
    static boolean isHeld(Session session, long id) throws SQLException {
        return session.first(
                        "SELECT 1 FROM entry WHERE id = ? AND state = 1"
                                + session.dialect().locked(),
                        row -> true,
                        id)
                .isPresent();
    }

    static int releaseDue(Session session, String outgoing, Instant now, int max) throws SQLException {
        List<Long> ids = session.all(DUE, row -> row.getLong(1), outgoing, Columns.millis(now), max);
        for (long id : ids) {
            session.update(
                    "UPDATE entry SET state = 0, hold_reason = NULL, held_until = NULL WHERE id = ? AND state = 1", id);
        }
        return ids.size();
    }

    static Optional<Instant> next(Session session, String outgoing) throws SQLException {
        return session.first(NEXT, row -> Columns.time(row.getLong(1)), outgoing);
    }

    static HeldPage page(Session session, HeldFilter filter, long after, int max) throws SQLException {
        HeldSelection.Found found = HeldSelection.of(session, filter, after, max, MOST_LOOKED_AT);
        List<HeldEntry> entries = new ArrayList<>();
        for (long id : found.ids()) {
            one(session, id).ifPresent(entries::add);
        }
        return new HeldPage(entries, found.next());
    }

    /** A held entry; empty when it is not held (any more), or cannot be read. */
    static Optional<HeldEntry> one(Session session, long id) throws SQLException {
        Optional<HeldRow> row = session.first(
                "SELECT hold_reason, held_since, held_until FROM entry WHERE id = ? AND state = 1", HoldTable::row, id);
        Optional<Entry> entry = row.isPresent() ? entry(session, id) : Optional.empty();
        return entry.map(held -> new HeldEntry(
                held,
                new HoldTerms(row.get().reason(), row.get().until()),
                row.get().since()));
    }

    static Optional<Instant> since(Session session, long id) throws SQLException {
        return session.first(
                "SELECT held_since FROM entry WHERE id = ? AND held_since IS NOT NULL",
                row -> Columns.time(row.getLong(1)),
                id);
    }

    private static Optional<Entry> entry(Session session, long id) throws SQLException {
        try {
            return EntryTable.read(session, id);
        } catch (MalformedRowException e) {
            LOGGER.warn("The held entry {} cannot be read, it has {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private record HeldRow(String reason, Instant since, Optional<Instant> until) {}

    private static HeldRow row(ResultSet row) throws SQLException {
        return new HeldRow(reason(row.getString(1)), Columns.time(row.getLong(2)), Columns.maybeTime(row, 3));
    }

    /** Somebody may have written another by hand. */
    static String reason(String stored) {
        return stored != null && HoldTerms.isReason(stored) ? stored : "unknown";
    }
}
