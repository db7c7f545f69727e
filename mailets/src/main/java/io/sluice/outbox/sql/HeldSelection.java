package io.sluice.outbox.sql;

import io.sluice.outbox.HeldFilter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds held entries. Without a recipient it looks at the next so many held entries in their index, and at the message only
 * where a sender is asked for; with one, at that recipient's mail.
 */
final class HeldSelection {
    /** Parameters: each part of a filter, null where it asks for nothing. */
    private static final String MATCHES = "(?1 IS NULL OR hold_reason = ?1) AND (?2 IS NULL OR lane = ?2)"
            + " AND (?3 IS NULL OR sender_domain = ?3) AND (?4 IS NULL OR held_since <= ?4)";

    private static final String HELD = " FROM entry INDEXED BY entry_held WHERE state = 1 AND ";
    private static final String PART = "id > ?5 AND id <= ?6 AND ";
    private static final String IN_ORDER = " ORDER BY id LIMIT ?7";

    static final String MATCHING = "SELECT id" + HELD + PART + MATCHES + IN_ORDER;
    static final String MATCHING_SENDER = "SELECT id" + HELD + PART + MATCHES + Addresses.SENDER_IS_8 + IN_ORDER;
    static final String COUNT = "SELECT count(*)" + HELD + MATCHES;
    static final String COUNT_SENDER = "SELECT count(*)" + HELD + MATCHES + Addresses.SENDER_IS_5;

    /** The last of so many rows after an id: how far one piece of work looks. */
    static final String REACH = "SELECT max(id), count(*) FROM (SELECT id FROM entry INDEXED BY entry_held"
            + " WHERE state = 1 AND id > ? ORDER BY id LIMIT ?) AS found";

    private HeldSelection() {}

    /** Ids in their order, and where to go on. */
    record Found(List<Long> ids, OptionalLong next) {}

    /**
     * @param max how many at most
     * @param lookedAt how many held entries are looked at, at most
     */
    static Found of(Session session, HeldFilter filter, long after, int max, int lookedAt) throws SQLException {
        if (filter.recipient().isPresent()) {
            List<Long> ids = session.all(toRecipient(session), row -> row.getLong(1), addressed(filter, after, max));
            return new Found(ids, ids.size() == max ? OptionalLong.of(ids.get(max - 1)) : OptionalLong.empty());
        }
        Reach reach = session.first(REACH, row -> new Reach(row.getLong(1), row.getInt(2)), after, lookedAt)
                .orElseThrow();
        String sql = filter.sender().isPresent() ? MATCHING_SENDER : MATCHING;
        List<Long> ids = session.all(sql, row -> row.getLong(1), values(filter, after, reach.last(), max));
        OptionalLong next = reach.count() == lookedAt ? OptionalLong.of(reach.last()) : OptionalLong.empty();
        return new Found(ids, ids.size() == max ? OptionalLong.of(ids.get(max - 1)) : next);
    }

    static long count(Session session, HeldFilter filter) throws SQLException {
        if (filter.recipient().isPresent()) {
            String sql = "SELECT count(*) FROM (" + toRecipient(session) + ") AS found";
            return session.first(sql, row -> row.getLong(1), addressed(filter, 0, Integer.MAX_VALUE))
                    .orElseThrow();
        }
        String sql = filter.sender().isPresent() ? COUNT_SENDER : COUNT;
        return session.first(sql, row -> row.getLong(1), values(filter)).orElseThrow();
    }

    private record Reach(long last, int count) {}

    private static String toRecipient(Session session) {
        return toRecipient(session.dialect());
    }

    static String toRecipient(Dialect dialect) {
        return "SELECT id FROM entry WHERE state = 1 AND id > ?5 AND id IN (SELECT entry_id FROM recipient WHERE "
                + dialect.addressIs("?6") + ") AND " + MATCHES + Addresses.SENDER_IS_8 + IN_ORDER;
    }

    private static Object[] addressed(HeldFilter filter, long after, int max) {
        List<Object> values = parts(filter);
        values.add(after);
        values.add(filter.recipient().orElseThrow());
        values.add(max);
        values.add(filter.sender().orElse(null));
        return values.toArray();
    }

    private static Object[] values(HeldFilter filter, Object... more) {
        List<Object> values = parts(filter);
        values.addAll(List.of(more));
        filter.sender().ifPresent(values::add);
        return values.toArray();
    }

    private static List<Object> parts(HeldFilter filter) {
        List<Object> values = new ArrayList<>();
        values.add(filter.reason().orElse(null));
        values.add(filter.lane().orElse(null));
        values.add(filter.senderDomain().orElse(null));
        values.add(filter.heldBy().map(Columns::millis).orElse(null));
        return values;
    }
}
