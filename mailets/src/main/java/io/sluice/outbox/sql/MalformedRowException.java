package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;

/** A row that cannot be understood. The message says what is wrong with it, without its content. */
final class MalformedRowException extends OutboxException {
    private static final long serialVersionUID = 1L;

    MalformedRowException(String message) {
        super(message);
    }
}
