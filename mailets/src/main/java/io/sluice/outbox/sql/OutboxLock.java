package io.sluice.outbox.sql;

import io.sluice.outbox.NodeListener;
import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Keeps a second server, or a second outbox of this one, out of the directory. The lock is an open exclusive transaction
 * on a file of its own: the operating system ends it with the process, however that dies. SQLite's locking rather than a
 * {@link java.nio.channels.FileLock}, because closing a refused second channel on the file would release the first one's
 * lock on POSIX systems.
 */
final class OutboxLock implements Engine.Tenure {
    private static final String WAY_OUT = ". Let the server write there, or give it another directory on a local disk:"
            + " outbox.directory in sluice.properties.";

    private final Connection connection;

    private OutboxLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock.
     *
     * @throws OutboxException when another has it
     */
    static OutboxLock take(Path directory) {
        Path file = directory.resolve("outbox.lock");
        try {
            PrivateFiles.directory(directory);
            PrivateFiles.file(file);
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
            source.setBusyTimeout(0);
            Connection connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                return new OutboxLock(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw refusal(directory, file, e);
        } catch (IOException e) {
            throw new OutboxException(
                    "The directory " + directory + " of the outbox cannot be made: " + e + WAY_OUT, e);
        }
    }

    @Override
    public void watch(NodeListener listener) {}

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new OutboxException("The lock of the outbox was not released: " + e.getMessage(), e);
        }
    }

    private static OutboxException refusal(Path directory, Path file, SQLException e) {
        boolean busy = e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY;
        return busy
                ? new OutboxException(
                        "The outbox in " + directory + " is in use: another server holds its lock file " + file
                                + ". Stop that server, or give this one a directory of its own: outbox.directory in "
                                + "sluice.properties.",
                        e)
                : new OutboxException(
                        "The lock file " + file + " of the outbox cannot be used: " + e.getMessage() + WAY_OUT, e);
    }
}
