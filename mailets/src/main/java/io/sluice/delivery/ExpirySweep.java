package io.sluice.delivery;

import io.sluice.outbox.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up mail whose time is over, also while its lane is closed. */
final class ExpirySweep {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExpirySweep.class);
    private static final int BATCH = 64;
    private static final Duration LEASE = Duration.ofHours(12);

    private final DeliveryParts parts;
    private final GivingUp givingUp;
    private final Wakeups wakeups;
    private final Alarm alarm;
    private volatile boolean stopped;

    ExpirySweep(DeliveryParts parts, GivingUp givingUp, Wakeups wakeups) {
        this.parts = parts;
        this.givingUp = givingUp;
        this.wakeups = wakeups;
        this.alarm = new Alarm(wakeups, parts.clock(), this::run);
    }

    /** Sweeps now, and then whenever the next mail runs out of time. */
    void start() {
        wakeups.now(this::run);
    }

    void stop() {
        stopped = true;
    }

    /** Mail was stored that runs out of time then. */
    void expect(Instant expiry) {
        alarm.set(expiry);
    }

    private void run() {
        if (stopped) {
            return;
        }
        try {
            if (sweep()) {
                parts.outbox().nextExpiry(parts.settings().outgoing()).ifPresent(alarm::set);
                return;
            }
        } catch (RuntimeException e) {
            LOGGER.error("Expired mail cannot be given up; trying again", e);
        }
        wakeups.in(GivingUp.AFTER_FAULT, this::run);
    }

    /** False when James did not take all of it: then to go on at once would only turn in a circle. */
    private boolean sweep() {
        Instant now = parts.clock().instant();
        boolean taken = true;
        List<Entry> expired;
        do {
            expired = parts.outbox().leaseExpired(parts.settings().outgoing(), now, BATCH, now.plus(LEASE));
            for (Entry entry : expired) {
                taken &= givingUp.giveUp(entry, now, entries -> {}, () -> {});
            }
        } while (taken && expired.size() == BATCH && !stopped);
        return taken;
    }
}
