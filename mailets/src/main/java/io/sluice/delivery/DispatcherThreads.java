package io.sluice.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one delivery: a few that dispatch, and as many as there are transactions, within a bound. */
final class DispatcherThreads implements Wakeups, Executor, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DispatcherThreads.class);
    private static final int DISPATCHERS = 2;
    private static final int WORKERS = 128;
    private static final Duration LAST_TASKS = Duration.ofSeconds(1);
    private static final Duration IDLE_WORKER = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor dispatchers;
    private final ThreadPoolExecutor workers;
    private final Duration drain;

    /**
     * Starts nothing yet; threads come with the work.
     *
     * @param drain how long {@link #close()} waits for transactions that are under way
     */
    DispatcherThreads(String name, Duration drain) {
        this.drain = drain;
        dispatchers = new ScheduledThreadPoolExecutor(DISPATCHERS, named("sluice-" + name + "-dispatch-"));
        dispatchers.setRemoveOnCancelPolicy(true);
        dispatchers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                IDLE_WORKER.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                named("sluice-" + name + "-send-"));
        workers.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void now(Runnable task) {
        in(Duration.ZERO, task);
    }

    @Override
    public void in(Duration delay, Runnable task) {
        try {
            Future<?> unused = dispatchers.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Stopped; a task is left to the next start", e);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.error("A task of the dispatcher failed", e);
        }
    }

    @Override
    public void execute(Runnable transaction) {
        try {
            workers.execute(transaction);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Stopped; a transaction is left to the next start", e);
        }
    }

    /**
     * Starts nothing more, and waits a bounded time for what is under way. What takes longer is not cut off: it may
     * still come to its end while the rest of the server stops.
     */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warn("{} transactions were still under way after {}", workers.getActiveCount(), drain);
                workers.getQueue().clear();
            }
            dispatchers.shutdown();
            dispatchers.awaitTermination(LAST_TASKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
