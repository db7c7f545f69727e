package io.sluice.outbox.sql;

import io.sluice.outbox.NodeListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those that share the outbox. It gives a sign of life every few seconds, counts the living, and takes
 * over what those had who gave none for too long. All times are the database's own. While the database cannot be reached
 * nothing is told, so that listeners keep what they know.
 */
final class PostgresNodes implements Engine.Tenure {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresNodes.class);

    private static final String RETURN_LEASES = "UPDATE entry SET " + Leasing.BACK + " WHERE state = 2 AND node = ?";
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Database database;
    private final long node;
    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private Session session; // guarded by this; null when there is none
    private int counted = 1; // guarded by this
    private boolean away; // guarded by this
    private boolean joined; // guarded by this
    private boolean closed; // guarded by this

    PostgresNodes(Database database, long node, PostgresSettings settings) {
        this.database = database;
        this.node = node;
        this.timeout = settings.nodeTimeout();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-outbox-nodes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes a place among the servers, and what the dead left; then again and again in that period. */
    void start(Duration period) throws SQLException {
        beat();
        var unused = timer.scheduleWithFixedDelay(
                this::tryToBeat, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Puts this server among the living, where it is not. */
    static void register(Session session, long node) throws SQLException {
        session.update(
                "INSERT INTO node (id, name, started, seen) VALUES (?, ?, " + PostgresDatabase.NOW + ", "
                        + PostgresDatabase.NOW + ") ON CONFLICT (id) DO UPDATE SET seen = " + PostgresDatabase.NOW,
                node,
                "process " + ProcessHandle.current().pid());
    }

    @Override
    public void watch(NodeListener listener) {
        int live;
        synchronized (this) {
            live = counted;
        }
        listeners.add(listener);
        listener.counted(live, false);
    }

    private void tryToBeat() {
        try {
            beat();
        } catch (SQLException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void fail(Exception e) {
        discard();
        if (!away && !closed) {
            LOGGER.warn("{} cannot be reached; trying again: {}", database.name(), e.toString());
        }
        away = true;
    }

    /** Gives a sign of life, takes over what the dead had, and tells how many live. */
    private void beat() throws SQLException {
        int live;
        boolean mayHaveCome;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (session == null) {
                session = database.openWriter();
            }
            register(session, node);
            session.commit();
            joined = true;
            boolean took = takeOver();
            live = session.first(
                            "SELECT count(*)::int FROM node WHERE seen > " + PostgresDatabase.NOW + " - ?",
                            row -> row.getInt(1),
                            timeout.toMillis())
                    .orElse(1);
            session.commit();
            mayHaveCome = took || away || live > 1 || live != counted;
            if (live != counted) {
                LOGGER.info("{} servers work on {}, before it were {}", live, database.name(), counted);
            }
            counted = live;
            away = false;
        }
        for (NodeListener listener : listeners) {
            listener.counted(Math.max(1, live), mayHaveCome);
        }
    }

    private boolean takeOver() throws SQLException {
        List<Long> dead = session.all(
                "SELECT id FROM node WHERE id <> ? AND seen <= " + PostgresDatabase.NOW + " - ? ORDER BY id"
                        + " FOR UPDATE SKIP LOCKED",
                row -> row.getLong(1),
                node,
                timeout.toMillis());
        for (long other : dead) {
            int entries = remove(other);
            LOGGER.warn(
                    "A server that works on {} gave no sign of life for {}: it is taken for dead, {} entries that it had"
                            + " in flight are queued again",
                    database.name(),
                    timeout,
                    entries);
        }
        if (!dead.isEmpty()) {
            session.update("DELETE FROM writer WHERE updated < " + PostgresDatabase.NOW + " - ?", DAY);
        }
        session.commit();
        return !dead.isEmpty();
    }

    private int remove(long other) throws SQLException {
        int entries = session.update(RETURN_LEASES, other);
        for (long message :
                session.all("SELECT id FROM message WHERE size IS NULL AND node = ?", row -> row.getLong(1), other)) {
            MessageTable.delete(session, message);
        }
        session.update(
                "UPDATE receipt SET run = 0, kept_until = " + PostgresDatabase.NOW + " + ? WHERE run = ?",
                ReceiptTable.KEPT_AFTER_CRASH.toMillis(),
                other);
        session.update("DELETE FROM node WHERE id = ?", other);
        return entries;
    }

    /** Leaves the others what is still in flight here. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (joined) {
                    leave();
                }
            } catch (SQLException e) {
                LOGGER.warn(
                        "This server could not take its leave of {}; its leases run out by themselves: {}",
                        database.name(),
                        e.toString());
            }
            discard();
        }
    }

    private void leave() throws SQLException {
        if (session == null) {
            session = database.openWriter();
        }
        remove(node);
        session.update("DELETE FROM writer WHERE node = ?", node);
        session.commit();
    }

    private void discard() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOGGER.debug("A connection to {} did not close", database.name(), e);
        } finally {
            session = null;
        }
    }
}
