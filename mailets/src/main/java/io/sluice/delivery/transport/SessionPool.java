package io.sluice.delivery.transport;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import io.sluice.delivery.transport.RecipientOutcome.Refused;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.commons.pool2.KeyedPooledObjectFactory;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that count together: idle ones of other routes are closed to make room for a new one. */
final class SessionPool implements Connections {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionPool.class);

    private final ConnectionFactory factory;
    private final ConnectionCounters counters;
    private final IntSupplier mostConnections;
    private final IntSupplier mostMessages;
    private final GenericKeyedObjectPool<Route, PooledConnection> pool;

    /** At most so many sessions are open at one time, in use and idle together; negative for no limit. */
    SessionPool(ConnectionFactory factory, ConnectionCounters counters, int maxConnections) {
        this(factory, factory, counters, () -> maxConnections, () -> Integer.MAX_VALUE);
    }

    /** The same, where connections are made by {@code maker}, and the limits may change. */
    SessionPool(
            ConnectionFactory factory,
            KeyedPooledObjectFactory<Route, PooledConnection> maker,
            ConnectionCounters counters,
            IntSupplier mostConnections,
            IntSupplier mostMessages) {
        this.factory = factory;
        this.counters = counters;
        this.mostConnections = mostConnections;
        this.mostMessages = mostMessages;
        this.pool = new GenericKeyedObjectPool<>(maker, configuration(mostConnections.getAsInt()));
    }

    private static GenericKeyedObjectPoolConfig<PooledConnection> configuration(int maxConnections) {
        GenericKeyedObjectPoolConfig<PooledConnection> configuration = new GenericKeyedObjectPoolConfig<>();
        configuration.setMaxTotal(maxConnections);
        configuration.setMaxTotalPerKey(-1);
        configuration.setMaxIdlePerKey(-1);
        configuration.setTestOnBorrow(true);
        // All idle sessions in each run.
        configuration.setNumTestsPerEvictionRun(-1);
        configuration.setEvictionPolicy((ignored, pooled, idleCount) -> {
            PooledConnection connection = pooled.getObject();
            if (connection.isIdleTooLong()) {
                connection.closeBecause(CloseReason.IDLE);
                return true;
            }
            return false;
        });
        configuration.setJmxEnabled(false);
        return configuration;
    }

    @Override
    public TransactionResult send(Route route, Envelope envelope, MessageBody body) {
        keepToTheLimit();
        Attempt first = attempt(route, envelope, body);
        if (!first.stale()) {
            return first.result();
        }
        // Whatever ended that session has probably ended its siblings, too; so the next is a new one.
        pool.clear(route);
        return attempt(route, envelope, body).result();
    }

    /** The limit may have fallen since: then idle sessions leave first. */
    private void keepToTheLimit() {
        int most = mostConnections.getAsInt();
        if (most != pool.getMaxTotal()) {
            pool.setMaxTotal(most);
        }
        if (most > 0 && pool.getNumIdle() > 0 && pool.getNumIdle() + pool.getNumActive() > most) {
            pool.clearOldest();
        }
    }

    private Attempt attempt(Route route, Envelope envelope, MessageBody body) {
        PooledConnection connection;
        try {
            connection = borrow(route);
        } catch (ConnectFailedException e) {
            return new Attempt(refusedAll(envelope, new Refused(e.reply())), false);
        }
        boolean reused = !connection.isFresh();
        if (reused) {
            counters.reused();
        }
        boolean finished = false;
        try {
            connection.used();
            Transaction transaction = new Transaction(connection.dialogue(), envelope, body);
            TransactionResult result = transaction.run();
            finished = true;
            return new Attempt(result, reused && transaction.wasIgnored());
        } finally {
            if (!finished) {
                // Nobody knows what the receiver waits for.
                connection.dialogue().close();
            }
            release(route, connection);
        }
    }

    private PooledConnection borrow(Route route) throws ConnectFailedException {
        try {
            return pool.borrowObject(route);
        } catch (ConnectFailedException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before there was a connection to " + route.hostName(), e);
        } catch (Exception e) {
            throw new IllegalStateException("No connection to " + route.hostName(), e);
        }
    }

    private void release(Route route, PooledConnection connection) {
        connection.spent(mostMessages.getAsInt()).ifPresent(connection::closeBecause);
        if (connection.closing().isEmpty()) {
            pool.returnObject(route, connection);
            return;
        }
        try {
            pool.invalidateObject(route, connection);
        } catch (Exception e) {
            LOGGER.warn("A connection to {} could not be closed", route.hostName(), e);
        }
    }

    private static TransactionResult refusedAll(Envelope envelope, RecipientOutcome outcome) {
        return new TransactionResult(envelope.recipients().stream()
                .map(EnvelopeRecipient::address)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), address -> outcome)));
    }

    @Override
    public void closeIdle(String hostName) {
        factory.routesTo(hostName).forEach(pool::clear);
    }

    /** Closes the sessions that have been idle for too long. */
    void closeExpired() {
        try {
            pool.evict();
        } catch (Exception e) {
            LOGGER.debug("Idle connections were not looked at", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** @param stale the session had been kept, and ended with the first command */
    private record Attempt(TransactionResult result, boolean stale) {}
}
