package io.sluice.outbox.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection to PostgreSQL. */
final class PostgresSession extends Session {
    PostgresSession(Connection connection, Dialect dialect) {
        super(connection, dialect);
    }

    @Override
    long insert(String sql, Object... values) throws SQLException {
        return first(sql + " RETURNING id", row -> row.getLong(1), values).orElseThrow();
    }

    /** PostgreSQL has no text with a NUL; a reply may have one. */
    @Override
    Object storable(Object value) {
        return value instanceof String text ? text.replace('\0', '\ufffd') : value;
    }
}
