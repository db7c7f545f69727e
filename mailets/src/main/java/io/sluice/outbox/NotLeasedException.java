package io.sluice.outbox;

/** The entry is not in flight, or the settlement does not fit it: asking again cannot help. */
public class NotLeasedException extends OutboxException {
    private static final long serialVersionUID = 1L;

    public NotLeasedException(String message) {
        super(message);
    }

    public NotLeasedException(String message, Throwable cause) {
        super(message, cause);
    }
}
