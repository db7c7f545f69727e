package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A change on its way through the writer: runs, and tells its outcome once the commit is on disk. */
final class Operation<T> {
    /** The last one: the writer ends. */
    static final Operation<?> END = new Operation<>(session -> null, 0);

    private final Writer.Work<T> work;
    private final long bytes;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private T result;
    private OutboxException failure;

    Operation(Writer.Work<T> work, long bytes) {
        this.work = work;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    CompletableFuture<T> outcome() {
        return outcome;
    }

    /**
     * Does the work; when it fails, undoes what it did and keeps the reason.
     *
     * @throws SQLException when the transaction itself is lost, as SQLite does by itself on some full disks and when it
     *     meets a damaged page
     */
    void run(Session session) throws SQLException {
        failure = null;
        session.update("SAVEPOINT operation");
        try {
            result = work.run(session);
        } catch (SQLException | RuntimeException e) {
            if (Damage.isShownBy(e) || e instanceof DamageMetException) {
                throw e;
            }
            failure = asOutboxException(e);
            session.update("ROLLBACK TO operation");
        }
        session.update("RELEASE operation");
    }

    /** The transaction failed; a reason of its own that the work had stands. */
    void fail(Throwable reason) {
        if (failure == null) {
            failure = asOutboxException(reason);
        }
    }

    /** Whether the work itself failed so. */
    boolean failedWith(Predicate<SQLException> kind) {
        return failure != null && failure.getCause() instanceof SQLException cause && kind.test(cause);
    }

    /** Forgets how it went, to be run again. */
    void reset() {
        result = null;
        failure = null;
    }

    void tell() {
        if (failure == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(failure);
        }
    }

    private static OutboxException asOutboxException(Throwable e) {
        return e instanceof OutboxException ours
                ? ours
                : new OutboxException("The outbox could not be written: " + e.getMessage(), e);
    }
}
