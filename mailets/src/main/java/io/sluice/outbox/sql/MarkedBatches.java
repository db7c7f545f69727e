package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches over a connection that may break at any moment. Each transaction carries its number. When the connection
 * breaks during a commit, the number that is in the database tells whether the commit was made: reading it waits for a
 * transaction that still runs over there. What was certainly not made is run again a few times; then it fails.
 */
final class MarkedBatches implements BatchRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(MarkedBatches.class);
    private static final int MOST_ATTEMPTS = 6;
    private static final int MOST_COLLISIONS = 5;
    private static final long FIRST_PAUSE = 50; // milliseconds
    private static final long LONGEST_PAUSE = 2000; // milliseconds
    /** When the outbox closes, what is not known by then stays unknown. */
    private static final int PAUSES_AT_THE_END = 100;

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Database database;
    private final long node;
    private final int number;
    private final CountDownLatch ending = new CountDownLatch(1);
    private Session session; // null when there is none
    private long mark;

    /** The number tells this runner from others of the same server. */
    MarkedBatches(Database database, long node, int number) {
        this.database = database;
        this.node = node;
        this.number = number;
    }

    private enum Fate {
        MADE,
        NOT_MADE,
        UNKNOWN
    }

    @Override
    public boolean run(List<Operation<?>> batch) {
        for (int attempt = 1; ; attempt++) {
            Fate fate = Fate.NOT_MADE;
            Exception failure;
            boolean committing = false;
            try {
                work(batch);
                committing = true;
                session.commit();
                return true;
            } catch (SQLException | RuntimeException e) {
                failure = e;
            }
            LOGGER.warn(
                    "A commit of {} operations to {} failed at attempt {}: {}",
                    batch.size(),
                    database.name(),
                    attempt,
                    failure.toString());
            close();
            if (committing) {
                fate = ask();
            }
            if (fate == Fate.MADE) {
                return true;
            }
            if (fate == Fate.UNKNOWN
                    || attempt == MOST_ATTEMPTS
                    || !mayHelp(failure)
                    || !pause(FIRST_PAUSE << attempt)) {
                OutboxException reason = reason(fate, failure);
                batch.forEach(operation -> operation.fail(reason));
                return false;
            }
        }
    }

    private boolean mayHelp(Exception failure) {
        return failure instanceof SQLException cause
                && (database.isConnectionLost(cause) || PostgresDatabase.isCollision(cause));
    }

    private static OutboxException reason(Fate fate, Exception failure) {
        return new OutboxException(
                fate == Fate.UNKNOWN
                        ? "It is not known whether the outbox was changed: the connection broke during the commit"
                        : "The outbox could not be written: " + failure.getMessage(),
                failure);
    }

    private void work(List<Operation<?>> batch) throws SQLException {
        if (session == null) {
            session = open();
        }
        mark++;
        for (Operation<?> operation : batch) {
            operation.reset();
            operation.run(session);
            for (int i = 0; i < MOST_COLLISIONS && operation.failedWith(PostgresDatabase::isCollision); i++) {
                operation.reset();
                operation.run(session);
            }
        }
        if (session.update(
                        "UPDATE writer SET batch = ?, updated = " + PostgresDatabase.NOW
                                + " WHERE node = ? AND number = ?",
                        mark,
                        node,
                        number)
                != 1) {
            throw new SQLException("The writer's mark is gone", "40001");
        }
    }

    private Session open() throws SQLException {
        Session opened = database.openWriter();
        try {
            opened.update(
                    "INSERT INTO writer (node, number, batch, updated) VALUES (?, ?, ?, " + PostgresDatabase.NOW
                            + ") ON CONFLICT (node, number) DO NOTHING",
                    node,
                    number,
                    mark);
            opened.commit();
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    /** Asks until there is an answer, or the outbox closes and does not get one soon. */
    private Fate ask() {
        int last = 0;
        for (long pause = FIRST_PAUSE; last < PAUSES_AT_THE_END; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
            try {
                return fate();
            } catch (SQLException e) {
                LOGGER.warn("It is not known yet whether {} has a commit: {}", database.name(), e.toString());
            }
            last += pause(pause) ? 0 : 1;
        }
        return Fate.UNKNOWN;
    }

    private Fate fate() throws SQLException {
        Session asking = database.openWriter();
        try {
            Optional<Long> last = asking.first(
                    "SELECT batch FROM writer WHERE node = ? AND number = ? FOR UPDATE",
                    row -> row.getLong(1),
                    node,
                    number);
            asking.commit();
            session = asking;
            return last.isPresent() && last.get() >= mark ? Fate.MADE : Fate.NOT_MADE;
        } catch (SQLException e) {
            asking.close();
            throw e;
        }
    }

    /** Says whether the outbox stays open. */
    private boolean pause(long millis) {
        boolean open = !Uninterrupted.get(() -> ending.await(millis, TimeUnit.MILLISECONDS));
        if (!open) {
            Uninterrupted.run(() -> {
                boolean unused = NEVER.await(FIRST_PAUSE, TimeUnit.MILLISECONDS);
            });
        }
        return open;
    }

    @Override
    public void endSoon() {
        ending.countDown();
    }

    /** Closing rolls back what is open. */
    @Override
    public void close() {
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
