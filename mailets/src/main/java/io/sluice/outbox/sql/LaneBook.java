package io.sluice.outbox.sql;

import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.StoredLaneEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lanes know and what happened to them. Of each lane the last {@value #MOST_OF_A_LANE} events are kept, of all lanes
 * together the last {@value #MOST_EVENTS}; they are counted every {@value #COUNT_EVERY} events.
 */
final class LaneBook {
    static final int MOST_OF_A_LANE = 1000;
    static final int MOST_EVENTS = 100_000;
    static final String EVENTS = "SELECT number, lane, time, kind, cause, from_value, to_value FROM lane_event"
            + " WHERE lane = ? AND number < ? ORDER BY number DESC LIMIT ?";
    static final String KEYS = "SELECT key FROM lane_state WHERE key >= ? AND key < ? ORDER BY key";
    static final String LAST_NUMBER = "SELECT max(number) FROM lane_event WHERE lane = ?";
    static final String TRIM_LANE = "DELETE FROM lane_event WHERE lane = ? AND number <= ?";

    private static final int COUNT_EVERY = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneBook.class);

    private LaneBook() {}

    static void save(Session session, LaneChanges changes, Instant now) throws SQLException {
        for (LaneRecord lane : changes.states()) {
            save(session, lane, now);
        }
        for (LaneEventRecord event : changes.events()) {
            add(session, event);
        }
    }

    /** Everything that can be read. What cannot stays as it is until its lane is saved again. */
    static List<LaneRecord> states(Session session, String outbox) throws SQLException {
        return states(session, outbox, session.all("SELECT key FROM lane_state ORDER BY key", row -> row.getString(1)));
    }

    /** The same, of keys that begin so. */
    static List<LaneRecord> states(Session session, String outbox, String prefix) throws SQLException {
        int last = prefix.length() - 1;
        String behind = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
        return states(session, outbox, session.all(KEYS, row -> row.getString(1), prefix, behind));
    }

    private static List<LaneRecord> states(Session session, String outbox, List<String> keys) throws SQLException {
        List<LaneRecord> states = new ArrayList<>();
        // The keys from their index and each row for itself, so that a damaged page does not take the others with it.
        for (String key : keys) {
            try {
                session.first(
                                "SELECT key, state, updated FROM lane_state WHERE key = ?",
                                row -> Columns.lane(row.getString(1), row.getString(2), row.getLong(3)),
                                key)
                        .ifPresent(states::add);
            } catch (MalformedRowException e) {
                LOGGER.error("The state of a lane in the outbox {} is set aside, it has {}", outbox, e.getMessage());
            } catch (SQLException e) {
                LOGGER.error("The state of a lane in the outbox {} is set aside, it cannot be read", outbox, e);
            }
        }
        return List.copyOf(states);
    }

    /** The newest first. */
    static List<StoredLaneEvent> events(Session session, String lane, int max, long before) throws SQLException {
        return session.all(EVENTS, LaneBook::event, lane, before, max);
    }

    private static void save(Session session, LaneRecord lane, Instant now) throws SQLException {
        if (lane.state().isEmpty()) {
            session.update(
                    "DELETE FROM lane_state WHERE key = ? AND (updated <= ? OR updated > ?)",
                    lane.key(),
                    Columns.millis(lane.updated()),
                    Columns.millis(now));
            return;
        }
        // A settlement that is tried again may come after a newer record. One from the future is older all the same: it
        // was written before the clock was set back.
        session.update(
                "INSERT INTO lane_state (key, state, updated) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
                        + " SET state = excluded.state, updated = excluded.updated"
                        + " WHERE excluded.updated >= lane_state.updated OR lane_state.updated > ?",
                lane.key(),
                lane.state(),
                Columns.millis(lane.updated()),
                Columns.millis(now));
    }

    private static void add(Session session, LaneEventRecord event) throws SQLException {
        session.dialect().lockEvents(session, event.lane());
        long number = 1
                + session.first(LAST_NUMBER, row -> row.getLong(1), event.lane())
                        .orElseThrow();
        long id = session.insert(
                "INSERT INTO lane_event (lane, number, time, kind, cause, from_value, to_value)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                event.lane(),
                number,
                Columns.millis(event.time()),
                event.kind(),
                event.cause(),
                event.from(),
                event.to());
        session.update(TRIM_LANE, event.lane(), number - MOST_OF_A_LANE);
        if (id % COUNT_EVERY == 0) {
            trim(session);
        }
    }

    /** Leaves room for the events until it is counted again. */
    private static void trim(Session session) throws SQLException {
        long count = session.first("SELECT count(*) FROM lane_event", row -> row.getLong(1))
                .orElseThrow();
        session.update(
                "DELETE FROM lane_event WHERE id IN (SELECT id FROM lane_event ORDER BY id LIMIT ?)",
                Math.max(0, count - (MOST_EVENTS - COUNT_EVERY)));
    }

    private static StoredLaneEvent event(ResultSet row) throws SQLException {
        return new StoredLaneEvent(
                row.getLong(1),
                new LaneEventRecord(
                        row.getString(2),
                        Columns.time(row.getLong(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)));
    }
}
