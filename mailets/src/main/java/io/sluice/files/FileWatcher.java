package io.sluice.files;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after watched files from time to time, on one thread of its own. Safe for several threads. */
public final class FileWatcher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileWatcher.class);

    private final ScheduledExecutorService scheduler;

    /** The thread starts with the first file. */
    public FileWatcher() {
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-files");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs the action after each change of the file. What it throws is logged, and the file is watched on.
     *
     * @param period the pause between two looks, positive
     */
    public void every(Duration period, FileWatch watch, Runnable action) {
        // Never fails: look() lets nothing through.
        Future<?> unused = scheduler.scheduleWithFixedDelay(
                () -> look(watch, action), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void look(FileWatch watch, Runnable action) {
        try {
            if (watch.changed()) {
                action.run();
            }
        } catch (RuntimeException e) {
            LOGGER.error("A changed file was not taken over", e);
        }
    }

    /** Ends the watching; an action that is running comes to its end. */
    @Override
    public void close() {
        scheduler.shutdown();
    }
}
