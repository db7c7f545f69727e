package io.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Returns held mail to its queues when its hold ends. Sleeps until then. */
final class HoldSweep {
    private static final Logger LOGGER = LoggerFactory.getLogger(HoldSweep.class);
    private static final int BATCH = 500;
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    private final DeliveryParts parts;
    private final Wakeups wakeups;
    private final Runnable released;
    private final Alarm alarm;
    private volatile boolean stopped;

    /** @param released is told that mail returned to its queues */
    HoldSweep(DeliveryParts parts, Wakeups wakeups, Runnable released) {
        this.parts = parts;
        this.wakeups = wakeups;
        this.released = released;
        this.alarm = new Alarm(wakeups, parts.clock(), this::run);
    }

    /** Sweeps now, and then whenever the next hold ends. */
    void start() {
        wakeups.now(this::run);
    }

    void stop() {
        stopped = true;
    }

    /** A hold ends then. */
    void expect(Instant end) {
        alarm.set(end);
    }

    private void run() {
        if (stopped) {
            return;
        }
        try {
            sweep(parts.clock().instant());
            parts.outbox().nextRelease(parts.settings().outgoing()).ifPresent(alarm::set);
        } catch (RuntimeException e) {
            LOGGER.error("Mail whose hold has ended cannot be released; trying again", e);
            wakeups.in(AFTER_FAULT, this::run);
        }
    }

    private void sweep(Instant now) {
        int batch;
        do {
            batch = parts.outbox().releaseDue(parts.settings().outgoing(), now, BATCH);
            if (batch > 0) {
                released.run();
            }
        } while (batch == BATCH && !stopped);
    }
}
