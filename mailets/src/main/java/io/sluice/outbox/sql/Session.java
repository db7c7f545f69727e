package io.sluice.outbox.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection and its prepared statements, each prepared once. For one thread at a time. */
class Session implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 100;

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** What the engine says in its own way. */
    Dialect dialect() {
        return dialect;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that returns no rows; says how many rows it changed. */
    int update(String sql, Object... values) throws SQLException {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    /** Runs an insert; returns the id of the new row. */
    long insert(String sql, Object... values) throws SQLException {
        return first(sql + " RETURNING id", row -> row.getLong(1), values).orElseThrow();
    }

    <T> List<T> all(String sql, RowReader<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
        return found;
    }

    /** The first row; empty when there is none. The reader must not return null. */
    <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    /** Takes one row. */
    interface RowTaker {
        void take(ResultSet row) throws SQLException, IOException;
    }

    /** Hands out row by row, in bounded memory. Meanwhile the same statement must not be run. */
    void each(String sql, RowTaker taker, Object... values) throws SQLException, IOException {
        PreparedStatement statement = bound(sql, values);
        statement.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taker.take(rows);
            }
        } catch (SQLException e) {
            throw forgetting(sql, e);
        }
    }

    /** Runs a statement to its end, whatever rows it returns. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Runs a statement that must not be in a transaction; the session must be between two of them. */
    void runOutside(String sql) throws SQLException {
        connection.setAutoCommit(true);
        try {
            run(sql);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** After some failures the driver has given the statement up; the next use must prepare it again. */
    private SQLException forgetting(String sql, SQLException failure) {
        PreparedStatement failed = statements.remove(sql);
        try {
            if (failed != null) {
                failed.close();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, storable(values[i]));
        }
        return statement;
    }

    /** A value as the engine can store it. */
    Object storable(Object value) {
        return value;
    }
}
