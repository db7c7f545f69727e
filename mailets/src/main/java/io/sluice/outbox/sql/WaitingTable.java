package io.sluice.outbox.sql;

import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.EntryPage;
import io.sluice.outbox.EntryStatus;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.WaitingFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at queued entries, for people. Nobody else asks by class, rule or time of a deferral, so that no index is kept for
 * them: a page reads some rows in their order and takes what matches.
 */
final class WaitingTable {
    /** Parameters: each part of a filter, null where it asks for nothing. */
    private static final String MATCHES = " AND (?1 IS NULL OR lane = ?1) AND (?2 IS NULL OR domain = ?2)"
            + " AND (?3 IS NULL OR sender_domain = ?3)";

    private static final String IN_ORDER = " ORDER BY id LIMIT ?6";

    static final String MATCHING = "SELECT id, deferral FROM entry WHERE state = 0 AND id > ?4 AND id <= ?5" + MATCHES
            + Addresses.SENDER_IS_7 + IN_ORDER;
    /** The last of so many rows after an id: how far one piece of work looks. */
    static final String REACH =
            "SELECT max(id), count(*) FROM (SELECT id FROM entry WHERE id > ? ORDER BY id LIMIT ?)" + " AS found";

    static final String OF_MAIL = "SELECT e.id FROM message m JOIN entry e ON e.message_id = m.id WHERE m.name = ?"
            + " ORDER BY e.id LIMIT ?";

    /** Rows that are read at a time, and how often for one page. */
    private static final int STEP = 1000;

    private static final int STEPS = 10;

    private static final OptionalLong END = OptionalLong.empty();

    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingTable.class);

    private WaitingTable() {}

    static EntryPage page(Session session, WaitingFilter filter, long after, int max) throws SQLException {
        return new Search(session, filter, max).run(after);
    }

    static String toRecipient(Dialect dialect) {
        return "SELECT id, deferral FROM entry WHERE state = 0 AND id > ?4 AND id IN (SELECT entry_id FROM recipient"
                + " WHERE " + dialect.addressIs("?5") + ")" + MATCHES + Addresses.SENDER_IS_7 + IN_ORDER;
    }

    /** One page. */
    private static final class Search {
        private final Session session;
        private final WaitingFilter filter;
        private final int max;
        private final List<Entry> found = new ArrayList<>();

        private Search(Session session, WaitingFilter filter, int max) {
            this.session = session;
            this.filter = filter;
            this.max = max;
        }

        private EntryPage run(long after) throws SQLException {
            if (filter.recipient().isPresent()) {
                List<Row> rows = rows(
                        toRecipient(session.dialect()),
                        after,
                        filter.recipient().get(),
                        STEP * STEPS);
                return new EntryPage(found, take(rows).orElse(rows.size() == STEP * STEPS ? last(rows) : END));
            }
            OptionalLong next = OptionalLong.of(after);
            for (int step = 0; step < STEPS && next.isPresent(); step++) {
                Reach reach = session.first(
                                REACH, row -> new Reach(row.getLong(1), row.getInt(2)), next.getAsLong(), STEP)
                        .orElseThrow();
                Optional<OptionalLong> full = take(rows(MATCHING, next.getAsLong(), reach.last(), STEP));
                if (full.isPresent()) {
                    return new EntryPage(found, full.get());
                }
                next = reach.count() == STEP ? OptionalLong.of(reach.last()) : END;
            }
            return new EntryPage(found, next);
        }

        /** Takes what matches; where to go on, when the page is full. */
        private Optional<OptionalLong> take(List<Row> rows) throws SQLException {
            for (Row row : rows) {
                if (matches(row)) {
                    readable(session, row.id()).ifPresent(found::add);
                    if (found.size() == max) {
                        return Optional.of(OptionalLong.of(row.id()));
                    }
                }
            }
            return Optional.empty();
        }

        private boolean matches(Row row) {
            if (!filter.asksAboutDeferral()) {
                return true;
            }
            try {
                Optional<Deferral> why = Optional.ofNullable(row.deferral()).map(Columns::deferral);
                return filter.matches(why);
            } catch (MalformedRowException e) {
                return false;
            }
        }

        private List<Row> rows(String sql, Object... more) throws SQLException {
            List<Object> values = new ArrayList<>();
            values.add(filter.lane().orElse(null));
            values.add(filter.domain().orElse(null));
            values.add(filter.senderDomain().orElse(null));
            values.addAll(List.of(more));
            values.add(filter.sender().orElse(null));
            return session.all(sql, row -> new Row(row.getLong(1), row.getString(2)), values.toArray());
        }
    }

    private record Reach(long last, int count) {}

    /** @param deferral JSON; null when it was not deferred */
    private record Row(long id, String deferral) {}

    private static OptionalLong last(List<Row> rows) {
        return OptionalLong.of(rows.get(rows.size() - 1).id());
    }

    static OptionalInt ahead(Session session, long id, int bound) throws SQLException {
        boolean queued = session.first("SELECT 1 FROM entry WHERE id = ? AND state = 0", row -> true, id)
                .isPresent();
        return queued
                ? OptionalInt.of(session.first(session.dialect().ahead(), row -> row.getInt(1), id, bound)
                        .orElseThrow())
                : OptionalInt.empty();
    }

    static Optional<EntryStatus> status(Session session, long id) throws SQLException {
        Optional<Status> status = session.first(
                "SELECT state, hold_reason, held_since, held_until FROM entry WHERE id = ?", WaitingTable::status, id);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        return EntryTable.read(session, id)
                .map(entry -> new EntryStatus(
                        entry,
                        status.get().place(),
                        status.get().hold(),
                        status.get().since()));
    }

    private record Status(EntryStatus.Place place, Optional<HoldTerms> hold, Optional<Instant> since) {}

    private static Status status(ResultSet row) throws SQLException {
        EntryStatus.Place place =
                switch (row.getInt(1)) {
                    case 0 -> EntryStatus.Place.QUEUED;
                    case 1 -> EntryStatus.Place.HELD;
                    case 2 -> EntryStatus.Place.IN_FLIGHT;
                    default -> EntryStatus.Place.SET_ASIDE;
                };
        Optional<Instant> until = Columns.maybeTime(row, 4);
        Optional<HoldTerms> hold = place == EntryStatus.Place.HELD
                ? Optional.of(new HoldTerms(HoldTable.reason(row.getString(2)), until))
                : Optional.empty();
        return new Status(place, hold, Columns.maybeTime(row, 3));
    }

    private static Optional<Entry> readable(Session session, long id) throws SQLException {
        try {
            return EntryTable.read(session, id);
        } catch (MalformedRowException e) {
            LOGGER.warn("The entry {} cannot be read, it has {}", id, e.getMessage());
            return Optional.empty();
        }
    }
}
