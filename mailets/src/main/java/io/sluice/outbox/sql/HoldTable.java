package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
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
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Held entries: state 1, with a reason. Every statement seeks in an index and looks at a bounded number of rows. */
final class HoldTable {
    /** Parameters: each part of a filter twice, null where it asks for nothing. */
    private static final String MATCHES = "(?1 IS NULL OR hold_reason = ?1) AND (?2 IS NULL OR lane = ?2)"
            + " AND (?3 IS NULL OR sender_domain = ?3) AND (?4 IS NULL OR held_since <= ?4)";

    static final String PAGE = "SELECT id, hold_reason, held_since, held_until FROM entry INDEXED BY entry_held"
            + " WHERE state = 1 AND id > ?5 AND id <= ?6 AND " + MATCHES + " ORDER BY id LIMIT ?7";
    static final String MATCHING = "SELECT id FROM entry INDEXED BY entry_held WHERE state = 1 AND id > ?5 AND id <= ?6"
            + " AND " + MATCHES + " ORDER BY id";
    static final String COUNT = "SELECT count(*) FROM entry INDEXED BY entry_held WHERE state = 1 AND " + MATCHES;
    /** The last of so many rows after an id: how far one piece of work looks. */
    static final String REACH = "SELECT max(id), count(*) FROM (SELECT id FROM entry INDEXED BY entry_held"
            + " WHERE state = 1 AND id > ? ORDER BY id LIMIT ?) AS found";

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

    static boolean release(Session session, long id, Instant now) throws SQLException {
        return session.update(RELEASE, Columns.millis(now), id) > 0;
    }

    static Released release(Session session, HeldFilter filter, long after, int max, Instant now) throws SQLException {
        Reach reach = reach(session, after, max);
        List<Long> ids = session.all(MATCHING, row -> row.getLong(1), values(filter, after, reach.last()));
        for (long id : ids) {
            release(session, id, now);
        }
        return new Released(ids.size(), reach.next(max));
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
        Reach reach = reach(session, after, MOST_LOOKED_AT);
        Object[] values = values(filter, after, reach.last(), max);
        List<HeldRow> rows = session.all(PAGE, HoldTable::row, values);
        List<HeldEntry> entries = new ArrayList<>();
        for (HeldRow row : rows) {
            entry(session, row.id())
                    .ifPresent(entry ->
                            entries.add(new HeldEntry(entry, new HoldTerms(row.reason(), row.until()), row.since())));
        }
        OptionalLong next =
                rows.size() == max ? OptionalLong.of(rows.get(max - 1).id()) : reach.next(MOST_LOOKED_AT);
        return new HeldPage(entries, next);
    }

    static long count(Session session, HeldFilter filter) throws SQLException {
        return session.first(COUNT, row -> row.getLong(1), values(filter)).orElseThrow();
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

    private record HeldRow(long id, String reason, Instant since, Optional<Instant> until) {}

    private static HeldRow row(ResultSet row) throws SQLException {
        long until = row.getLong(4);
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Columns.time(until));
        return new HeldRow(row.getLong(1), reason(row.getString(2)), Columns.time(row.getLong(3)), end);
    }

    /** Somebody may have written another by hand. */
    private static String reason(String stored) {
        return stored != null && HoldTerms.isReason(stored) ? stored : "unknown";
    }

    /** How far to look: up to that id, which was the last of so many. */
    private record Reach(long last, int count) {
        OptionalLong next(int max) {
            return count == max ? OptionalLong.of(last) : OptionalLong.empty();
        }
    }

    private static Reach reach(Session session, long after, int max) throws SQLException {
        return session.first(REACH, row -> new Reach(row.getLong(1), row.getInt(2)), after, max)
                .orElseThrow();
    }

    private static Object[] values(HeldFilter filter, Object... more) {
        List<Object> values = new ArrayList<>();
        values.add(filter.reason().orElse(null));
        values.add(filter.lane().orElse(null));
        values.add(filter.senderDomain().orElse(null));
        values.add(filter.heldBy().map(Columns::millis).orElse(null));
        values.addAll(List.of(more));
        return values.toArray();
    }
}
