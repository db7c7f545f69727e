package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Threads (SQLite has one writer) that take what came in during their last commit, run it in one transaction and commit
 * once. So one fsync carries as many operations as there are callers, and a single caller never waits for company.
 *
 * <p>Each operation runs in a savepoint and fails alone, unless the transaction itself fails.
 */
final class GroupCommit implements Writer {
    private final int batchOperations;
    private final long batchBytes;
    private final BlockingQueue<Operation<?>> queue;
    private final ReadWriteLock admission = new ReentrantReadWriteLock();
    private final AtomicLong commits = new AtomicLong();
    private final List<? extends BatchRunner> runners;
    private final List<Thread> threads;
    private boolean closed; // guarded by admission

    /** One writer on an SQLite file. */
    GroupCommit(Database database, OutboxSettings settings) {
        this(
                "writer",
                List.of(new SqliteBatches(database, settings)),
                settings.batchOperations(),
                settings.batchBytes(),
                settings.queueCapacity());
    }

    /** A thread for each runner. */
    GroupCommit(
            String name, List<? extends BatchRunner> runners, int batchOperations, long batchBytes, int queueCapacity) {
        this.batchOperations = batchOperations;
        this.batchBytes = batchBytes;
        this.queue = new ArrayBlockingQueue<>(queueCapacity);
        this.runners = List.copyOf(runners);
        this.threads = runners.stream().map(runner -> thread(name, runner)).toList();
        this.threads.forEach(Thread::start);
    }

    private Thread thread(String name, BatchRunner runner) {
        Thread thread = new Thread(() -> write(runner), "sluice-outbox-" + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public <T> CompletableFuture<T> submit(long bytes, Work<T> work) {
        Operation<T> operation = new Operation<>(work, bytes);
        admission.readLock().lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new OutboxException("The outbox is closed"));
            }
            put(operation);
        } finally {
            admission.readLock().unlock();
        }
        return operation.outcome();
    }

    @Override
    public long commits() {
        return commits.get();
    }

    @Override
    public void close() {
        runners.forEach(BatchRunner::endSoon);
        admission.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            admission.writeLock().unlock();
        }
        threads.forEach(thread -> put(Operation.END));
        threads.forEach(thread -> Uninterrupted.run(thread::join));
    }

    private void put(Operation<?> operation) {
        Uninterrupted.run(() -> queue.put(operation));
    }

    private void write(BatchRunner runner) {
        boolean open = true;
        while (open) {
            List<Operation<?>> batch = nextBatch();
            open = !batch.remove(Operation.END);
            if (!batch.isEmpty()) {
                if (runner.run(batch)) {
                    commits.incrementAndGet();
                }
                batch.forEach(Operation::tell);
            }
            if (open) {
                runner.rest(queue::isEmpty);
            }
        }
        runner.close();
    }

    private List<Operation<?>> nextBatch() {
        List<Operation<?>> batch = new ArrayList<>();
        long bytes = 0;
        Operation<?> next = Uninterrupted.get(queue::take);
        while (next != null) {
            batch.add(next);
            bytes += next.bytes();
            boolean more = next != Operation.END && batch.size() < batchOperations && bytes < batchBytes;
            next = more ? queue.poll() : null;
        }
        return batch;
    }
}
