package io.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Runs a task when the earliest of the times that it was set to has come. Naps are cut at a minute, so that a clock
 * that jumps is noticed; the task may therefore run early, finds nothing to do, and sets the alarm again. Safe for
 * several threads.
 */
final class Alarm {
    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

    private final Wakeups wakeups;
    private final InstantSource clock;
    private final Runnable task;
    private Instant earliest = Instant.MAX;

    Alarm(Wakeups wakeups, InstantSource clock, Runnable task) {
        this.wakeups = wakeups;
        this.clock = clock;
        this.task = task;
    }

    /** The task runs at that time, or before. */
    void set(Instant when) {
        Instant now = clock.instant();
        Instant limit = now.plus(LONGEST_NAP);
        Instant at = when.isAfter(limit) ? limit : when;
        synchronized (this) {
            if (!at.isBefore(earliest) && earliest.isAfter(now)) {
                return;
            }
            earliest = at;
        }
        Duration nap = Duration.between(now, at);
        wakeups.in(nap.isNegative() ? Duration.ZERO : nap, () -> ring(at));
    }

    private void ring(Instant at) {
        synchronized (this) {
            if (earliest.equals(at)) {
                earliest = Instant.MAX;
            }
        }
        task.run();
    }
}
