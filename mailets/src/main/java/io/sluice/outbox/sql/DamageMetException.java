package io.sluice.outbox.sql;

import java.sql.SQLException;

/** A damaged page was met that is avoided from now on: the same work may succeed in another transaction. */
final class DamageMetException extends SQLException {
    private static final long serialVersionUID = 1L;

    DamageMetException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
