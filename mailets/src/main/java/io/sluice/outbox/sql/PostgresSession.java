package io.sluice.outbox.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection to PostgreSQL. */
final class PostgresSession extends Session {
    private final Map<String, NumberedParameters> numbered = new HashMap<>();

    PostgresSession(Connection connection, Dialect dialect) {
        super(connection, dialect);
    }

    @Override
    PreparedStatement bound(String sql, Object... values) throws SQLException {
        NumberedParameters parameters = numbered.computeIfAbsent(sql, NumberedParameters::of);
        return super.bound(parameters.sql(), parameters.inOrder(values));
    }

    /** PostgreSQL has no text with a NUL; a reply may have one. */
    @Override
    Object storable(Object value) {
        return value instanceof String text ? text.replace('\0', '\ufffd') : value;
    }
}
