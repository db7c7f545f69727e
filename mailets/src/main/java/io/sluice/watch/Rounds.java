package io.sluice.watch;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done again and again, one after the other on one thread. What fails is logged, once until it succeeds
 * again, and is done again the next time. Safe for several threads.
 */
public final class Rounds {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rounds.class);

    private final ScheduledThreadPoolExecutor thread;

    /** @param name of the thread */
    public Rounds(String name) {
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /**
     * Does it now and then, with that pause between.
     *
     * @param what for the log: "History cannot be written"
     */
    public void every(Duration pause, String what, Runnable task) {
        AtomicBoolean failed = new AtomicBoolean();
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                () -> run(what, task, failed), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String what, Runnable task, AtomicBoolean failed) {
        try {
            task.run();
            failed.set(false);
        } catch (RuntimeException e) {
            if (failed.compareAndSet(false, true)) {
                LOGGER.warn("{}; trying again, without saying so each time", what, e);
            }
        }
    }

    /** Does no more. Returns at once; what is being done ends. */
    public void stop() {
        thread.shutdown();
    }

    /** Does the last thing, and then no more. Returns at once. */
    public void stop(Runnable last) {
        try {
            thread.execute(() -> {
                try {
                    last.run();
                } catch (RuntimeException e) {
                    LOGGER.warn("What was seen last could not be written", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Stopped already", e);
        }
        thread.shutdown();
    }
}
