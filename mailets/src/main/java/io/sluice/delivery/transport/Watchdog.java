package io.sluice.delivery.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends blocking network calls that take too long, whatever the peer does: a socket's own time-out begins anew with each
 * byte, and there is none for writing. One daemon thread for all connections; it ends when there is nothing to watch.
 */
final class Watchdog {
    private static final long THREAD_KEEP_ALIVE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;

    Watchdog() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-smtp-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(THREAD_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs {@code expiry}, which must not block, unless the deadline is met within {@code limit}. */
    Deadline within(Duration limit, Runnable expiry) {
        return new Deadline(executor.schedule(expiry, limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** A limit on the time that something may take. */
    static final class Deadline {
        private final Future<?> expiry;

        private Deadline(Future<?> expiry) {
            this.expiry = expiry;
        }

        void met() {
            expiry.cancel(false);
        }
    }
}
