package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves entries between the queue and those who work on them. Each lease costs one index seek per priority plus the
 * entries it takes, however many wait. An entry or message that cannot be read is set aside and the others go on.
 */
final class Leasing {
    static final String DUE = "SELECT id FROM entry WHERE state = 0 AND outgoing = ? AND lane = ? AND priority = ?"
            + " AND due <= ? ORDER BY due, id LIMIT ?";
    static final String EXPIRED =
            "SELECT id FROM entry WHERE state < 2 AND outgoing = ? AND expires <= ?" + " ORDER BY expires, id LIMIT ?";
    static final String RECLAIM = "UPDATE entry SET state = 0, lease_until = NULL WHERE state = 2 AND lease_until <= ?";

    private static final Logger LOGGER = LoggerFactory.getLogger(Leasing.class);
    private static final int HIGHEST_PRIORITY = 9;

    private final Path file;

    Leasing(Path file) {
        this.file = file;
    }

    List<Entry> due(Session session, String outgoing, String lane, Instant now, int max, Instant until)
            throws SQLException {
        List<Entry> leased = new ArrayList<>();
        for (int priority = HIGHEST_PRIORITY; priority >= 0 && leased.size() < max; priority--) {
            int wanted = priority;
            take(
                    session,
                    limit ->
                            session.all(DUE, row -> row.getLong(1), outgoing, lane, wanted, Columns.millis(now), limit),
                    max,
                    until,
                    leased);
        }
        return leased;
    }

    List<Entry> expired(Session session, String outgoing, Instant now, int max, Instant until) throws SQLException {
        List<Entry> leased = new ArrayList<>();
        take(
                session,
                limit -> session.all(EXPIRED, row -> row.getLong(1), outgoing, Columns.millis(now), limit),
                max,
                until,
                leased);
        return leased;
    }

    static void giveBack(Session session, Collection<Long> ids, String lane, Instant due) throws SQLException {
        for (long id : ids) {
            session.update(
                    "UPDATE entry SET state = 0, lease_until = NULL, lane = ?, due = ? WHERE id = ? AND state = 2",
                    lane,
                    Columns.millis(due),
                    id);
        }
    }

    static int reclaim(Session session, Instant now) throws SQLException {
        return session.update(RECLAIM, Columns.millis(now));
    }

    /** Returns all leases, when whoever had them is gone. */
    static int reclaimAll(Session session) throws SQLException {
        return session.update("UPDATE entry SET state = 0, lease_until = NULL WHERE state = 2");
    }

    /** Finds candidates, at most so many. */
    private interface Candidates {
        List<Long> find(int limit) throws SQLException;
    }

    private void take(Session session, Candidates candidates, int max, Instant until, List<Entry> leased)
            throws SQLException {
        boolean more = true;
        while (more) {
            int limit = max - leased.size();
            List<Long> ids = limit == 0 ? List.of() : candidates.find(limit);
            for (long id : ids) {
                readable(session, id).ifPresent(leased::add);
                session.update(
                        "UPDATE entry SET state = 2, lease_until = ? WHERE id = ? AND state < 2",
                        Columns.millis(until),
                        id);
            }
            more = ids.size() == limit && leased.size() < max;
        }
    }

    private Optional<Entry> readable(Session session, long id) throws SQLException {
        try {
            Entry entry = EntryTable.read(session, id).orElseThrow();
            if (MessageTable.read(session, entry.messageId()).isEmpty()) {
                throw new MalformedRowException("no message");
            }
            return Optional.of(entry);
        } catch (MalformedRowException e) {
            session.update("UPDATE entry SET state = 3, lease_until = NULL WHERE id = ?", id);
            LOGGER.error("Entry {} of the outbox {} is set aside, it has {}", id, file, e.getMessage());
            return Optional.empty();
        }
    }
}
