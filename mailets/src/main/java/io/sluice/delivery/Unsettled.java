package io.sluice.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * Bounds the attempts whose outcome is not on disk: only these can be made twice when the server dies. A lane whose
 * outcomes cannot be stored stops sending, instead of finding out later what it sent.
 */
final class Unsettled {
    private final IntSupplier most;
    private int taken; // guarded by this

    /** The bound may change; 1 or more. */
    Unsettled(IntSupplier most) {
        this.most = most;
    }

    /** Waits for a place. It is free again when the ticket is closed. */
    Ticket take() throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        synchronized (this) {
            while (taken >= most.getAsInt()) {
                wait();
            }
            taken++;
        }
        return () -> {
            if (closed.compareAndSet(false, true)) {
                giveBack();
            }
        };
    }

    private synchronized void giveBack() {
        taken--;
        notifyAll();
    }

    /** The place of one attempt. Closing is idempotent. */
    @FunctionalInterface
    interface Ticket extends AutoCloseable {
        @Override
        void close();
    }
}
