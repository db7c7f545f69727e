package io.sluice.delivery.transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps sessions open for the next message of the same {@link Route}.
 *
 * <p>How many connections there are is the caller's affair: as many as it sends at once, plus the idle ones. Where they
 * shall count together, idle ones included, the caller asks for connections of their own with {@link #atMost}. Before a
 * kept session is used, it is looked at without a round trip; where it turns out to be stale with the first command, the
 * transaction is repeated once on a new one, which the caller does not see.
 *
 * <p>{@link #send} never throws for what a receiver does. It throws {@link BodyUnavailableException} when the message
 * cannot be read, and {@link IllegalStateException} after {@link #close()}; in both cases nothing was accepted.
 */
public final class PooledConnections implements Connections {
    private static final Duration EVICTION_PERIOD = Duration.ofSeconds(1);
    private static final int UNLIMITED = -1;

    private final ConnectionCounters counters = new ConnectionCounters();
    private final List<SessionPool> pools = new CopyOnWriteArrayList<>();
    private final ConnectionFactory factory;
    private final InstantSource clock;
    private final SessionPool unlimited;
    private final ScheduledExecutorService housekeeper;
    private final ScheduledFuture<?> eviction;

    /** @param clock for how long a session has been idle */
    public PooledConnections(InstantSource clock) {
        this.clock = clock;
        factory = new ConnectionFactory(clock, counters);
        unlimited = new SessionPool(factory, counters, UNLIMITED);
        pools.add(unlimited);
        // Not the pool library's own thread: all pools of the server share it, and QUIT may take seconds.
        housekeeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-smtp-idle");
            thread.setDaemon(true);
            return thread;
        });
        eviction = housekeeper.scheduleWithFixedDelay(
                this::closeExpired, EVICTION_PERIOD.toMillis(), EVICTION_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Connections of their own, of which so many are open at one time at most, in use and idle together: an idle one to
     * another host is closed to make room. The caller never sends more transactions at once than that. They are closed
     * with this.
     *
     * @param connections 1 or more
     * @param rules what they are allowed besides
     */
    public Connections atMost(int connections, ConnectionRules rules) {
        if (connections < 1) {
            throw new IllegalArgumentException("At least one connection is needed, not " + connections);
        }
        SessionPool limited = new SessionPool(
                factory,
                new RuledFactory(factory, rules, clock),
                counters,
                () -> Math.min(connections, rules.connections()),
                rules::messagesPerConnection);
        pools.add(limited);
        return limited;
    }

    @Override
    public TransactionResult send(Route route, Envelope envelope, MessageBody body) {
        return unlimited.send(route, envelope, body);
    }

    @Override
    public void closeIdle(String hostName) {
        pools.forEach(pool -> pool.closeIdle(hostName));
    }

    /** Closes the sessions that have been idle for too long; also happens by itself, every second. */
    void closeExpired() {
        pools.forEach(SessionPool::closeExpired);
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
        pools.forEach(SessionPool::close);
    }
}
