package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: a thread that takes what came in during its last commit, runs it in one transaction and commits once.
 * So one fsync carries as many operations as there are callers, and a single caller never waits for company.
 *
 * <p>Each operation runs in a savepoint and fails alone. When the transaction itself fails (disk full, I/O error), every
 * operation of the batch fails, the connection is thrown away, and the next batch begins with a new one. When an operation
 * meets a damaged page, nothing more can be written in its transaction: then each operation of the batch gets its own.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupCommit.class);

    private final DatabaseFile database;
    private final int batchOperations;
    private final long batchBytes;
    private final BlockingQueue<Operation<?>> queue;
    private final ReadWriteLock admission = new ReentrantReadWriteLock();
    private final AtomicLong commits = new AtomicLong();
    private final Shrinking shrinking;
    private final Thread thread;
    private boolean closed; // guarded by admission
    private Session session; // used by the thread only; null when there is none

    /** A change. Runs on the writer's thread, inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    GroupCommit(DatabaseFile database, OutboxSettings settings) {
        this.database = database;
        this.batchOperations = settings.batchOperations();
        this.batchBytes = settings.batchBytes();
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.shrinking = new Shrinking(settings.keepFree());
        this.thread = new Thread(this::write, "sluice-outbox-writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Queues a change; waits while the queue is full.
     *
     * @param bytes about how much it writes
     * @return completed on the writer's thread, after the commit; whoever is told there must not block
     */
    <T> CompletableFuture<T> submit(long bytes, Work<T> work) {
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

    /** How many transactions were committed. */
    long commits() {
        return commits.get();
    }

    /** Takes no more, commits what was taken, ends. */
    @Override
    public void close() {
        admission.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            admission.writeLock().unlock();
        }
        put(Operation.END);
        Uninterrupted.run(thread::join);
    }

    private void put(Operation<?> operation) {
        Uninterrupted.run(() -> queue.put(operation));
    }

    private void write() {
        boolean open = true;
        while (open) {
            List<Operation<?>> batch = nextBatch();
            open = !batch.remove(Operation.END);
            if (!batch.isEmpty()) {
                run(batch);
            }
            if (open) {
                shrink();
            }
        }
        discardSession();
    }

    private List<Operation<?>> nextBatch() {
        List<Operation<?>> batch = new ArrayList<>();
        long bytes = 0;
        Operation<?> next = Uninterrupted.get(queue::take);
        while (next != null) {
            batch.add(next);
            bytes += next.bytes();
            next = batch.size() < batchOperations && bytes < batchBytes ? queue.poll() : null;
        }
        return batch;
    }

    private void run(List<Operation<?>> batch) {
        try {
            if (session == null) {
                session = database.openWriter();
            }
            for (Operation<?> operation : batch) {
                operation.run(session);
            }
            session.commit();
            commits.incrementAndGet();
        } catch (DamageMetException e) {
            discardSession();
            batch.forEach(operation -> run(List.of(operation)));
            return;
        } catch (Throwable e) {
            if (Damage.isShownBy(e) && batch.size() > 1) {
                discardSession();
                batch.forEach(operation -> run(List.of(operation)));
                return;
            }
            LOGGER.warn("A commit of {} operations to {} failed", batch.size(), database.path(), e);
            discardSession();
            batch.forEach(operation -> operation.fail(e));
        }
        batch.forEach(Operation::tell);
    }

    /** Step by step, as long as nobody waits. */
    private void shrink() {
        try {
            boolean more = session != null;
            while (more && queue.isEmpty()) {
                more = shrinking.step(session);
            }
        } catch (SQLException e) {
            LOGGER.warn("The file {} could not be made smaller; it is tried again later", database.path(), e);
            discardSession();
        }
    }

    /** Closing rolls back what is open. */
    private void discardSession() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOGGER.warn("A connection to {} did not close", database.path(), e);
        } finally {
            session = null;
        }
    }
}
