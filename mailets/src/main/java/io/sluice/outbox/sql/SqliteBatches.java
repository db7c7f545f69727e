package io.sluice.outbox.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch and commits it. When the transaction itself fails (disk full, I/O error), every operation of the batch
 * fails, the connection is thrown away, and the next batch begins with a new one. When an operation meets a damaged page,
 * nothing more can be written in its transaction: then each operation of the batch gets its own.
 */
final class SqliteBatches implements BatchRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqliteBatches.class);

    private final Database database;
    private final Shrinking shrinking;
    private Session session; // null when there is none

    SqliteBatches(Database database, OutboxSettings settings) {
        this.database = database;
        this.shrinking = new Shrinking(settings.keepFree());
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
        } catch (DamageMetException e) {
            close();
            return runEach(batch);
        } catch (Throwable e) {
            close();
            if (Damage.isShownBy(e) && batch.size() > 1) {
                return runEach(batch);
            }
            LOGGER.warn("A commit of {} operations to {} failed", batch.size(), database.name(), e);
            batch.forEach(operation -> operation.fail(e));
            return false;
        }
    }

    private boolean runEach(List<Operation<?>> batch) {
        boolean committed = false;
        for (Operation<?> operation : batch) {
            committed |= run(List.of(operation));
        }
        return committed;
    }

    /** Makes the file smaller, step by step. */
    @Override
    public void rest(BooleanSupplier nothingWaits) {
        try {
            boolean more = session != null;
            while (more && nothingWaits.getAsBoolean()) {
                more = shrinking.step(session);
            }
        } catch (SQLException e) {
            LOGGER.warn("The file {} could not be made smaller; it is tried again later", database.name(), e);
            close();
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
