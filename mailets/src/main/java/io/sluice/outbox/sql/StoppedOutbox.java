package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An outbox that no server works on; none can begin to as long as this is open. There is one transaction, which ends with
 * nothing changed unless somebody commits it. For one thread.
 */
public final class StoppedOutbox implements AutoCloseable {
    /** Of entries that belong to nobody. */
    private static final long NO_NODE = 0;

    private final String name;
    private final Session session;
    private final AutoCloseable lock;

    private StoppedOutbox(String name, Session session, AutoCloseable lock) {
        this.name = name;
        this.session = session;
        this.lock = lock;
    }

    /**
     * Opens the embedded outbox of a directory.
     *
     * @throws OutboxException when there is none, a server uses it, or it cannot be read
     */
    public static StoppedOutbox embedded(OutboxSettings settings) {
        if (!Files.isRegularFile(settings.directory().resolve(DatabaseFile.NAME))) {
            throw new OutboxException(
                    "There is no outbox in " + settings.directory() + ": it has no file " + DatabaseFile.NAME);
        }
        return embeddedOrNew(settings);
    }

    /**
     * Opens the embedded outbox of a directory, made when it is missing.
     *
     * @throws OutboxException when a server uses it, or it cannot be read
     */
    public static StoppedOutbox embeddedOrNew(OutboxSettings settings) {
        OutboxLock lock = OutboxLock.take(settings.directory());
        try {
            DatabaseFile database = new DatabaseFile(settings);
            database.prepare();
            Session session = database.openWriter();
            forgetDelivered(session, settings.directory());
            return new StoppedOutbox(database.name(), session, lock);
        } catch (SQLException | IOException e) {
            lock.close();
            throw new OutboxException(
                    "The outbox in " + settings.directory() + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens the outbox in a PostgreSQL database, made when it is missing.
     *
     * @throws OutboxException when servers work on it, or it cannot be reached or used
     */
    public static StoppedOutbox postgres(PostgresSettings settings) {
        PostgresDatabase database = new PostgresDatabase(settings, NO_NODE);
        try {
            Connection connection = database.connect(false);
            try {
                PostgresSchema.migrate(connection, database.name());
                lock(connection, settings);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            Session session = new PostgresSession(connection, new PostgresDialect(NO_NODE));
            return new StoppedOutbox(database.name(), session, () -> {});
        } catch (SQLException e) {
            throw new OutboxException(
                    "The outbox " + settings.place() + " cannot be opened: " + e.getMessage()
                            + ". See outbox.url, outbox.user and outbox.password in sluice.properties.",
                    e);
        }
    }

    /** What was delivered and could not be deleted is no mail any more. */
    private static void forgetDelivered(Session session, Path directory) throws SQLException, IOException {
        try (DeliveredJournal journal = DeliveredJournal.open(directory)) {
            for (long id : journal.ids()) {
                boolean unused = Leasing.deleteLeased(session, id);
            }
        }
    }

    /** Whoever starts now waits for this lock, to be put on the list of servers, and gives up. */
    private static void lock(Connection connection, PostgresSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + PostgresDatabase.SCHEMA + "; SET sluice.node = '" + NO_NODE
                    + "'; SET lock_timeout = '5s'; SET synchronous_commit = on");
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("LOCK TABLE node IN EXCLUSIVE MODE");
            long timeout = Math.max(60_000, settings.nodeTimeout().toMillis());
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*) FROM node WHERE seen > " + PostgresDatabase.NOW + " - " + timeout)) {
                if (row.next() && row.getLong(1) > 0) {
                    throw new OutboxException("Servers work on the outbox " + settings.place() + ": "
                            + row.getLong(1) + ". Stop them; one that was killed counts for " + timeout / 1000
                            + " more seconds.");
                }
            }
        }
    }

    /** What messages call it. */
    String name() {
        return name;
    }

    Session session() {
        return session;
    }

    /** Undoes what was not committed. */
    @Override
    public void close() {
        try (lock;
                session) {
            // Closing rolls back what is open.
        } catch (Exception e) {
            throw new OutboxException("The outbox " + name + " did not close: " + e.getMessage(), e);
        }
    }
}
