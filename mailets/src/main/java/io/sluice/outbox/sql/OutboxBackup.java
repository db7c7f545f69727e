package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Copies of an embedded outbox. A backup is one file, an outbox of one moment; the server may run meanwhile and takes and
 * delivers mail as ever. Nothing is overwritten: files that are there stay, and a copy that failed leaves no file.
 */
public final class OutboxBackup {
    private static final String DATABASE = "outbox.db";

    private OutboxBackup() {}

    /**
     * Writes a backup, checked and on disk when this returns; readable by its owner only.
     *
     * @param directory of the outbox
     * @param target the file to be made
     * @return how many entries are in it
     * @throws OutboxException when it could not be written; the message says why, for people
     */
    public static long write(Path directory, Path target) {
        Path database = directory.resolve(DATABASE);
        if (!Files.isRegularFile(database)) {
            throw new OutboxException("There is no outbox in " + directory + ": it has no file " + DATABASE);
        }
        return copy(target, part -> {
            try (Connection connection = open(database);
                    Statement statement = connection.createStatement()) {
                Schema.check(connection, database);
                statement.executeUpdate("VACUUM INTO '" + part.toString().replace("'", "''") + "'");
            }
        });
    }

    /**
     * Makes the outbox of a directory from a backup. The server that uses the directory must be stopped.
     *
     * @return how many entries are in it
     * @throws OutboxException when there is an outbox already, a server uses the directory, or the file is no good backup
     */
    public static long restore(Path backup, Path directory) {
        if (!Files.isRegularFile(backup)) {
            throw new OutboxException("There is no backup " + backup);
        }
        OutboxLock lock = OutboxLock.take(directory);
        try {
            return copy(
                    directory.resolve(DATABASE), part -> Files.copy(backup, part, StandardCopyOption.REPLACE_EXISTING));
        } finally {
            lock.close();
        }
    }

    @FunctionalInterface
    private interface Copying {
        void to(Path part) throws IOException, SQLException;
    }

    private static long copy(Path target, Copying copying) {
        return NewFile.make(target, part -> {
            copying.to(part);
            return check(part);
        });
    }

    private static long check(Path file) throws SQLException {
        try (Connection connection = open(file)) {
            if (!"ok".equals(ask(connection, "PRAGMA quick_check"))) {
                throw new SQLException("it is damaged: " + ask(connection, "PRAGMA quick_check"));
            }
            Schema.check(connection, file);
            if (ask(connection, "PRAGMA user_version").equals("0")) {
                throw new SQLException("it is no outbox");
            }
            return Long.parseLong(ask(connection, "SELECT count(*) FROM entry"));
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(30_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source.getConnection();
    }
}
