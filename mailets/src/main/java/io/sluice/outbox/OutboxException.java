package io.sluice.outbox;

/** The store failed: disk full, corrupt, locked, closed. Nothing was changed by the call that failed. */
public class OutboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutboxException(String message) {
        super(message);
    }

    public OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
