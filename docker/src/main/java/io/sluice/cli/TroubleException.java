package io.sluice.cli;

/** The work cannot be done; the message says so to the user, in one line. */
final class TroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TroubleException(String message) {
        super(message);
    }

    TroubleException(String message, Throwable cause) {
        super(message, cause);
    }
}
