package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.SQLException;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections that read what is committed, beside the writer and never waiting for it. */
final class Readers implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Readers.class);

    /** After a lost connection: more would only make whoever waits wait longer. */
    private static final int MOST_ATTEMPTS = 3;

    private final Database database;
    private final GenericObjectPool<Session> pool;

    /** A read. */
    @FunctionalInterface
    interface Query<T> {
        T run(Session session) throws SQLException;
    }

    Readers(Database database, int most) {
        GenericObjectPoolConfig<Session> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(most);
        config.setMaxIdle(most);
        config.setJmxEnabled(false);
        this.database = database;
        this.pool = new GenericObjectPool<>(new SessionFactory(database), config);
    }

    /**
     * Runs a read; waits while all connections are in use. Runs it again when the connection was lost.
     *
     * @throws OutboxException when it fails, when the outbox is closed, or when the thread was interrupted while waiting
     */
    <T> T read(Query<T> query) {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(query);
            } catch (SQLException e) {
                if (attempt == MOST_ATTEMPTS || !database.isConnectionLost(e)) {
                    throw new OutboxException("The outbox could not be read: " + e.getMessage(), e);
                }
                pool.clear(); // the others are most likely lost, too
            }
        }
    }

    private <T> T readOnce(Query<T> query) throws SQLException {
        Session session = borrow();
        try {
            T result = query.run(session);
            pool.returnObject(session);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            discard(session);
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private Session borrow() {
        try {
            return pool.borrowObject();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboxException("Interrupted while waiting to read the outbox", e);
        } catch (IllegalStateException e) {
            throw new OutboxException("The outbox is closed", e);
        } catch (Exception e) {
            throw new OutboxException("The outbox could not be opened for reading: " + e.getMessage(), e);
        }
    }

    private void discard(Session session) {
        try {
            pool.invalidateObject(session);
        } catch (Exception e) {
            LOGGER.warn("A connection that failed to read the outbox did not close", e);
        }
    }

    private static final class SessionFactory extends BasePooledObjectFactory<Session> {
        private final Database database;

        SessionFactory(Database database) {
            this.database = database;
        }

        @Override
        public Session create() throws SQLException {
            return database.openReader();
        }

        @Override
        public PooledObject<Session> wrap(Session session) {
            return new DefaultPooledObject<>(session);
        }

        @Override
        public void destroyObject(PooledObject<Session> pooled) throws SQLException {
            pooled.getObject().close();
        }
    }
}
