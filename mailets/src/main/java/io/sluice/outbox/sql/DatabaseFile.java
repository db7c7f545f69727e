package io.sluice.outbox.sql;

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
 * The database file and how connections to it are set up. Write-ahead log with {@code synchronous=FULL}: a commit
 * returns after its fsync. Freed pages are used again, and what is free beyond a reserve goes back to the file system
 * while the outbox has nothing else to do, see {@link Shrinking}. The log is written back every 16 MiB and cut to 64 MiB
 * after a larger transaction. Directory and files that are made here are their owner's only.
 *
 * <p>No other code may open the file in this process: closing any descriptor of it would drop SQLite's POSIX locks.
 */
final class DatabaseFile implements Database {
    static final String NAME = "outbox.db";
    static final int PAGE_SIZE = 4096;
    private static final long MOST_PAGES = 4_294_967_294L;
    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final long maxPages;

    DatabaseFile(OutboxSettings settings) {
        this.file = settings.directory().resolve(NAME);
        this.maxPages = Math.min(MOST_PAGES, settings.maxBytes() / PAGE_SIZE);
    }

    Path path() {
        return file;
    }

    /**
     * Makes the file or brings it to the present schema.
     *
     * @throws OutboxException when it is no database, not ours, or too new; it is left as it is
     */
    void prepare() {
        try {
            PrivateFiles.directory(file.toAbsolutePath().getParent());
            // Before SQLite opens it; its companions get the permissions that it has.
            PrivateFiles.file(file);
            try (Connection connection = connect()) {
                Schema.check(connection, file);
                execute(
                        connection,
                        "PRAGMA page_size = " + PAGE_SIZE,
                        // Before the first table; a file that was made without it never gets smaller.
                        "PRAGMA auto_vacuum = INCREMENTAL",
                        "PRAGMA journal_mode = WAL",
                        "PRAGMA synchronous = FULL");
                Schema.migrate(connection);
            }
        } catch (SQLException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw new OutboxException("The directory of the outbox " + file + " cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Session openWriter() throws SQLException {
        return open(
                false,
                "PRAGMA synchronous = FULL",
                "PRAGMA fullfsync = ON", // only macOS needs to be told that an fsync means the disk
                "PRAGMA checkpoint_fullfsync = ON",
                "PRAGMA foreign_keys = ON",
                "PRAGMA wal_autocheckpoint = 4096",
                "PRAGMA journal_size_limit = 67108864",
                "PRAGMA max_page_count = " + maxPages,
                "PRAGMA cache_size = -16384");
    }

    @Override
    public Session openReader() throws SQLException {
        return open(true, "PRAGMA query_only = ON", "PRAGMA cache_size = -2048");
    }

    private Session open(boolean autoCommit, String... pragmas) throws SQLException {
        Connection connection = connect();
        try {
            execute(connection, pragmas);
            connection.setAutoCommit(autoCommit);
            return new Session(connection, new SqliteDialect());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        // Not the DriverManager: it looks for drivers in the context class loader, where the bundle need not be.
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        source.setBusyTimeout(BUSY_MILLIS);
        return source.getConnection();
    }

    private OutboxException refusal(SQLException e) {
        if (e instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT)) {
            return new OutboxException(
                    "The outbox " + file + " is not a database that can be read (" + e.getMessage()
                            + "). Restore it from a backup; or, to begin with an empty outbox, move it away together "
                            + "with its companions " + file.getFileName() + "-wal and " + file.getFileName()
                            + "-shm. Nothing was changed or deleted.",
                    e);
        }
        return new OutboxException("The outbox " + file + " cannot be opened: " + e.getMessage(), e);
    }

    private static void execute(Connection connection, String... pragmas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
        }
    }
}
