package io.sluice.delivery.transport;

/**
 * The message could not be read while it was to be sent, or it was shorter than its stated size. Nothing is known to
 * have been accepted: where the transfer had begun, the connection was dropped before the end of the data, so that the
 * receiver cannot take a truncated message for a whole one.
 */
public final class BodyUnavailableException extends RuntimeException {
    BodyUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    BodyUnavailableException(String message) {
        super(message);
    }
}
