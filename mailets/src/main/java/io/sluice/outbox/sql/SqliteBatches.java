package io.sluice.outbox.sql;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch and commits it. When the transaction itself fails (disk full, I/O error), every operation of the batch
 * fails, the connection is thrown away, and the next batch begins with a new one.
 */
final class SqliteBatches implements BatchRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqliteBatches.class);

    private final Database database;
    private Session session; // null when there is none

    SqliteBatches(Database database) {
        this.database = database;
    }

    @Override
    public boolean run(List<Operation<?>> batch) {
        try {
            if (session == null) {
                session = database.openWriter();
            }
            for (Operation<?> operation : batch) {
                operation.run(session);
            }
            session.commit();
            return true;
        } catch (Throwable e) {
            LOGGER.warn("A commit of {} operations to {} failed", batch.size(), database.name(), e);
            close();
            batch.forEach(operation -> operation.fail(e));
            return false;
        }
    }

    /** Closing rolls back what is open. */
    @Override
    public void close() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOGGER.warn("A connection to {} did not close", database.name(), e);
        } finally {
            session = null;
        }
    }
}
