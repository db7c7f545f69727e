package io.sluice.delivery;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the attempts whose outcome is not on disk: only these can be made twice when the server dies. A lane whose
 * outcomes cannot be stored stops sending, instead of finding out later what it sent.
 */
final class Unsettled {
    private final Semaphore places;

    Unsettled(int most) {
        this.places = new Semaphore(most);
    }

    /** Waits for a place. It is free again when the ticket is closed. */
    Ticket take() throws InterruptedException {
        places.acquire();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                places.release();
            }
        };
    }

    /** The place of one attempt. Closing is idempotent. */
    @FunctionalInterface
    interface Ticket extends AutoCloseable {
        @Override
        void close();
    }
}
