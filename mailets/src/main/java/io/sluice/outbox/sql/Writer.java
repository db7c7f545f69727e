package io.sluice.outbox.sql;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Runs changes in transactions that several of them share. Safe for several threads. */
interface Writer extends AutoCloseable {
    /** A change. Runs on a thread of the writer, inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /**
     * Queues a change; waits while the queue is full.
     *
     * @param bytes about how much it writes
     * @return completed on a thread of the writer, after the commit; whoever is told there must not block
     */
    <T> CompletableFuture<T> submit(long bytes, Work<T> work);

    /** How many transactions were committed. */
    long commits();

    /** Takes no more, commits what was taken, ends. Idempotent. */
    @Override
    void close();
}
