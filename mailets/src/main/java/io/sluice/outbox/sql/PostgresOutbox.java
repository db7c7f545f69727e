package io.sluice.outbox.sql;

import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox in a PostgreSQL database, which several servers may share. Each takes leases of its own; those of a server
 * that is gone are taken over by the others. A connection that is lost is made again; whether a commit was made whose
 * answer was lost is asked of the database, so that a change is neither lost nor made twice.
 */
public final class PostgresOutbox {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresOutbox.class);

    /** Connections for leases, and for the signs of life. */
    private static final int OTHER_CONNECTIONS = 2;

    private static final int BATCH_OPERATIONS = 64;
    private static final long BATCH_BYTES = 8L * 1024 * 1024;
    private static final int QUEUE_CAPACITY = 1024;

    private PostgresOutbox() {}

    /**
     * Opens the outbox, made when it is missing.
     *
     * @param clock the servers that share an outbox must agree on the time
     * @throws OutboxException when the database cannot be reached or used, or is of a later release
     */
    public static Outbox open(PostgresSettings settings, InstantSource clock) {
        long node = new SecureRandom().nextLong(Long.MAX_VALUE);
        PostgresDatabase database = new PostgresDatabase(settings, node);
        PostgresNodes nodes = new PostgresNodes(database, node, settings);
        try {
            prepare(database);
            nodes.start(settings.heartbeat());
        } catch (SQLException e) {
            nodes.close();
            throw new OutboxException(
                    "The outbox " + settings.place() + " cannot be opened: " + e.getMessage()
                            + ". See outbox.url, outbox.user and outbox.password in sluice.properties.",
                    e);
        } catch (OutboxException e) {
            nodes.close();
            throw e;
        }
        int shared = settings.connections() - OTHER_CONNECTIONS;
        int writers = shared / 2;
        Writer leaser = writer("leaser", database, node, 0, 1);
        Writer writer = writer("writer", database, node, 1, writers);
        Readers readers = new Readers(database, shared - writers);
        SqlOutbox outbox = new SqlOutbox(
                new Engine(database.name(), true, writer, leaser, readers, nodes, new Engine.Forgetful()), clock);
        outbox.begin();
        return outbox;
    }

    private static Writer writer(String name, Database database, long node, int first, int threads) {
        List<MarkedBatches> runners = IntStream.range(first, first + threads)
                .mapToObj(number -> new MarkedBatches(database, node, number))
                .toList();
        return new GroupCommit(name, runners, BATCH_OPERATIONS, BATCH_BYTES, QUEUE_CAPACITY);
    }

    private static void prepare(PostgresDatabase database) throws SQLException {
        try (Connection connection = database.connect(false)) {
            PostgresSchema.migrate(connection, database.name());
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT current_setting('fsync')")) {
                if (row.next() && row.getString(1).equals("off")) {
                    LOGGER.warn(
                            "{} has fsync = off: what is acknowledged is lost when its machine fails", database.name());
                }
            }
        }
    }
}
