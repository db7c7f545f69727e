package io.sluice.delivery.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.pool2.KeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;

/** Opens connections no faster than the rules allow: whoever needs one waits for its turn. */
final class RuledFactory implements KeyedPooledObjectFactory<Route, PooledConnection> {
    /** Naps are cut, so that a clock that jumps is noticed. */
    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    private final ConnectionFactory factory;
    private final ConnectionRules rules;
    private final InstantSource clock;

    RuledFactory(ConnectionFactory factory, ConnectionRules rules, InstantSource clock) {
        this.factory = factory;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public PooledObject<PooledConnection> makeObject(Route route) throws Exception {
        awaitTurn();
        return factory.makeObject(route);
    }

    private void awaitTurn() throws InterruptedException {
        Instant turn = rules.open();
        Instant now = clock.instant();
        while (turn.isAfter(now) && !factory.isShuttingDown()) {
            Duration wait = Duration.between(now, turn);
            LockSupport.parkNanos((wait.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : wait).toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while waiting for the turn to connect");
            }
            now = clock.instant();
            if (!turn.isAfter(now)) {
                turn = rules.open();
                now = clock.instant();
            }
        }
    }

    @Override
    public void destroyObject(Route route, PooledObject<PooledConnection> pooled) throws Exception {
        factory.destroyObject(route, pooled);
    }

    @Override
    public boolean validateObject(Route route, PooledObject<PooledConnection> pooled) {
        return factory.validateObject(route, pooled);
    }

    @Override
    public void activateObject(Route route, PooledObject<PooledConnection> pooled) throws Exception {
        factory.activateObject(route, pooled);
    }

    @Override
    public void passivateObject(Route route, PooledObject<PooledConnection> pooled) {
        factory.passivateObject(route, pooled);
    }
}
