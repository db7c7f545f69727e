package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The versions of the tables. Version n is reached from n-1 by the resource {@code schema-n.sql}, in one transaction;
 * the file knows its version as {@code user_version} and that it is ours by its {@code application_id}.
 */
final class Schema {
    static final int VERSION = 8;
    /** "SLUI". */
    static final int APPLICATION_ID = 0x534C5549;

    private Schema() {}

    /** Refuses a file that is another application's or a later release's; changes nothing. */
    static void check(Connection connection, Path file) throws SQLException {
        int application = pragma(connection, "application_id");
        int version = pragma(connection, "user_version");
        boolean empty = pragma(connection, "schema_version") == 0;
        if (!empty && application != APPLICATION_ID) {
            throw new OutboxException("The database " + file + " is not an outbox: another application made it. "
                    + "Give the outbox a directory of its own.");
        }
        if (version > VERSION) {
            throw new OutboxException("The outbox " + file + " was written by a later release: its schema is version "
                    + version + ", this release knows versions up to " + VERSION
                    + ". Run that release, or restore a backup that this one wrote.");
        }
    }

    /** Brings the tables to the present version. */
    static void migrate(Connection connection) throws SQLException {
        for (int next = pragma(connection, "user_version") + 1; next <= VERSION; next++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE;\n" + script(next) + "\nPRAGMA application_id = "
                        + APPLICATION_ID + ";\nPRAGMA user_version = " + next + ";\nCOMMIT;");
            }
        }
    }

    private static String script(int version) {
        return resource("schema-" + version + ".sql");
    }

    /** The text of a resource beside this class. */
    static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new OutboxException("The resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
