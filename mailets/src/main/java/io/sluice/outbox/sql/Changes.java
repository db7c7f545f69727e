package io.sluice.outbox.sql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Has work done by a writer, for callers that wait and for callers that want to be told. Thread-safe. */
final class Changes implements AutoCloseable {
    private final Writer writer;
    private final Writer leaser;
    private final ExecutorService callbacks = callbacks();

    /** @param leaser has the leases done, which may be another writer than that of all other changes */
    Changes(Writer writer, Writer leaser) {
        this.writer = writer;
        this.leaser = leaser;
    }

    /** Returns when it is done. */
    <T> T now(Writer.Work<T> work) {
        return SqlOutbox.join(writer.submit(0, work));
    }

    /** The same, in the order of leases. */
    <T> T nowWhereLeasesGo(Writer.Work<T> work) {
        return SqlOutbox.join(leaser.submit(0, work));
    }

    /** Returns at once; the future is completed on a thread of its own. */
    <T> CompletableFuture<T> later(Writer.Work<T> work) {
        return later(writer, work);
    }

    /** The same, in the order of leases. */
    <T> CompletableFuture<T> laterWhereLeasesGo(Writer.Work<T> work) {
        return later(leaser, work);
    }

    private <T> CompletableFuture<T> later(Writer by, Writer.Work<T> work) {
        // Told on a thread of their own: whatever callers do there must not hold up the writer.
        return by.submit(0, work).whenCompleteAsync((done, failure) -> {}, callbacks);
    }

    private static ExecutorService callbacks() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "sluice-outbox-callbacks");
            thread.setDaemon(true);
            return thread;
        };
        // After the close whoever asks is told at once, by itself: a future must never stay open.
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads, (task, pool) -> task.run());
    }

    @Override
    public void close() {
        callbacks.shutdown();
    }
}
