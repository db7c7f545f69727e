package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The versions of the tables. Version n is reached from n-1 by the resource {@code postgres-n.sql}. Servers that start at
 * the same time do it one after the other, under an advisory lock; everything is one transaction.
 */
final class PostgresSchema {
    static final int VERSION = 4;

    private static final int OLDEST_SERVER = 130_000;
    /** "SLUI". */
    private static final int LOCK = 0x534C5549;

    private PostgresSchema() {}

    /**
     * Brings the tables to the present version.
     *
     * @throws OutboxException when the tables are of a later release, when servers of an earlier one work on them, or when
     *     the database server is too old; nothing is changed
     */
    static void migrate(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            requireServer(statement, name);
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + PostgresDatabase.SCHEMA);
            statement.execute("SET LOCAL search_path = " + PostgresDatabase.SCHEMA);
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)");
            int version = number(statement, "SELECT coalesce(max(version), 0) FROM schema_version");
            if (version > VERSION) {
                throw new OutboxException(
                        "The outbox " + name + " was written by a later release: its schema is version "
                                + version + ", this release knows versions up to " + VERSION
                                + ". Run that release, or restore a backup that this one wrote.");
            }
            if (version > 0 && version < VERSION) {
                requireNobody(statement, name);
            }
            for (int next = version + 1; next <= VERSION; next++) {
                statement.execute(Schema.resource("postgres-" + next + ".sql"));
                statement.execute("INSERT INTO schema_version VALUES (" + next + ")");
            }
            connection.commit();
        }
    }

    private static void requireServer(Statement statement, String name) throws SQLException {
        int version = number(statement, "SELECT current_setting('server_version_num')::int");
        if (version < OLDEST_SERVER) {
            throw new OutboxException("The database server of the outbox " + name + " is too old: its version is "
                    + version / 10_000 + ", the oldest that will do is " + OLDEST_SERVER / 10_000 + ".");
        }
    }

    private static void requireNobody(Statement statement, String name) throws SQLException {
        int live =
                number(statement, "SELECT count(*)::int FROM node WHERE seen > " + PostgresDatabase.NOW + " - 60000");
        if (live > 0) {
            throw new OutboxException("The outbox " + name + " is of an earlier release and " + live
                    + " servers work on it. Stop all of them before one of this release starts.");
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
