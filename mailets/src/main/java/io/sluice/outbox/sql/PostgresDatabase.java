package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/**
 * A PostgreSQL database and how connections to it are set up. The outbox has a schema of its own, {@value #SCHEMA}. Each
 * connection waits for a bounded time for everything, also when the network swallows what it says, and a commit is on disk
 * when it returns, whatever the server's configuration says of {@code synchronous_commit}.
 */
final class PostgresDatabase implements Database {
    static final String SCHEMA = "sluice";
    /** The server's clock, in milliseconds. */
    static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private static final String DRIVER = "org.postgresql.Driver";
    private static final Set<String> LOST = Set.of(
            "57P01", // terminated by an administrator, or the server stops
            "57P02", // the server crashed
            "57P03", // it cannot be connected to now
            "57P05", // the session was idle for too long
            "25P03", // a transaction was idle for too long
            "25006"); // read only: it became a standby

    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "55P03");

    private final PostgresSettings settings;
    private final long node;
    private final Driver driver;

    /**
     * For the server of that number.
     *
     * @throws OutboxException when the driver is missing
     */
    PostgresDatabase(PostgresSettings settings, long node) {
        this.settings = settings;
        this.node = node;
        this.driver = driver();
    }

    @Override
    public String name() {
        return settings.place();
    }

    @Override
    public Session openWriter() throws SQLException {
        return session(false);
    }

    @Override
    public Session openReader() throws SQLException {
        return session(true);
    }

    @Override
    public boolean isConnectionLost(SQLException failure) {
        return isLost(failure);
    }

    static boolean isLost(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || LOST.contains(state));
    }

    /** Whether it failed because of what others did at the same time, so that it may succeed when it is tried again. */
    static boolean isCollision(SQLException failure) {
        return COLLISIONS.contains(String.valueOf(failure.getSQLState()));
    }

    /** A connection as the server gives it, without bounds in time: for work on the tables themselves. */
    Connection connect(boolean bounded) throws SQLException {
        Properties properties = new Properties();
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
        }
        if (!settings.password().isEmpty()) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("ApplicationName", SCHEMA);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", bounded ? "12" : "0");
        Connection connection = driver.connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("The driver does not understand the URL " + settings.place());
        }
        return connection;
    }

    private Session session(boolean autoCommit) throws SQLException {
        Connection connection = connect(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + SCHEMA + "; SET sluice.node = '" + node + "';"
                    + " SET lock_timeout = '5s'; SET statement_timeout = '10s';"
                    + " SET idle_in_transaction_session_timeout = '10s';"
                    // Nothing weaker; remote_apply, which is stronger, stays.
                    + " SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')");
            connection.setAutoCommit(autoCommit);
            return new PostgresSession(connection, new PostgresDialect(node));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Driver driver() {
        // Not the DriverManager: it looks for drivers in the context class loader, where an extension's need not be.
        try {
            return Class.forName(DRIVER, true, PostgresDatabase.class.getClassLoader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new OutboxException(
                    "The JDBC driver of PostgreSQL is missing. Put its jar (org.postgresql:postgresql at Maven Central,"
                            + " or jdbc.postgresql.org) into the folder extensions-jars of James.",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new OutboxException("The JDBC driver of PostgreSQL cannot be used: " + e, e);
        }
    }
}
