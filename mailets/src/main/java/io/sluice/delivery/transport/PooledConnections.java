package io.sluice.delivery.transport;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import io.sluice.delivery.transport.RecipientOutcome.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sessions open for the next message of the same {@link Route}.
 *
 * <p>How many connections there are is the caller's affair: as many as it sends at once, plus the idle ones. Before a
 * kept session is used, it is looked at without a round trip; where it turns out to be stale with the first command, the
 * transaction is repeated once on a new one, which the caller does not see.
 *
 * <p>{@link #send} never throws for what a receiver does. It throws {@link BodyUnavailableException} when the message
 * cannot be read, and {@link IllegalStateException} after {@link #close()}; in both cases nothing was accepted.
 */
public final class PooledConnections implements Connections {
    private static final Logger LOGGER = LoggerFactory.getLogger(PooledConnections.class);
    private static final Duration EVICTION_PERIOD = Duration.ofSeconds(1);

    private final ConnectionCounters counters = new ConnectionCounters();
    private final ConnectionFactory factory;
    private final GenericKeyedObjectPool<Route, PooledConnection> pool;
    private final ScheduledExecutorService housekeeper;
    private final ScheduledFuture<?> eviction;

    /** @param clock for how long a session has been idle */
    public PooledConnections(InstantSource clock) {
        factory = new ConnectionFactory(clock, counters);
        pool = new GenericKeyedObjectPool<>(factory, configuration());
        // Not the pool library's own thread: all pools of the server share it, and QUIT may take seconds.
        housekeeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-smtp-idle");
            thread.setDaemon(true);
            return thread;
        });
        eviction = housekeeper.scheduleWithFixedDelay(
                this::closeExpired, EVICTION_PERIOD.toMillis(), EVICTION_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static GenericKeyedObjectPoolConfig<PooledConnection> configuration() {
        GenericKeyedObjectPoolConfig<PooledConnection> configuration = new GenericKeyedObjectPoolConfig<>();
        configuration.setMaxTotal(-1);
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
        Attempt first = attempt(route, envelope, body);
        if (!first.stale()) {
            return first.result();
        }
        // Whatever ended that session has probably ended its siblings, too; so the next is a new one.
        pool.clear(route);
        return attempt(route, envelope, body).result();
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
        connection.spent().ifPresent(connection::closeBecause);
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

    /** Closes the sessions that have been idle for too long; also happens by itself, every second. */
    void closeExpired() {
        try {
            pool.evict();
        } catch (Exception e) {
            LOGGER.debug("Idle connections were not looked at", e);
        }
    }

    /** What became of connections so far. */
    public ConnectionStatistics statistics() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        eviction.cancel(false);
        housekeeper.shutdown();
        factory.shuttingDown();
        pool.close();
    }

    /** @param stale the session had been kept, and ended with the first command */
    private record Attempt(TransactionResult result, boolean stale) {}
}
