package io.sluice.delivery;

import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;

/** Lends the server's one outbox to those that work on it until their own end, however the server's parts are stopped. */
public interface OutboxSource {
    /**
     * Lends the outbox, which stays open until the loan is closed.
     *
     * @throws OutboxException when it cannot be opened, or the server is stopping
     */
    Loan borrow();

    /** An outbox that is open. Closing the loan ends that; idempotent. */
    interface Loan extends AutoCloseable {
        Outbox outbox();

        @Override
        void close();
    }
}
