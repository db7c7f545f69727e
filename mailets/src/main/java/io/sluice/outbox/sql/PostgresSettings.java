package io.sluice.outbox.sql;

import java.time.Duration;

/**
 * Where an outbox in PostgreSQL is, and how it is used.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:5432/database}; several hosts and the driver's parameters as usual
 * @param user the role; empty: as the driver does without one
 * @param password its password; empty: none is sent
 * @param connections how many connections are open at most, {@value #FEWEST_CONNECTIONS} to {@value #MOST_CONNECTIONS}
 * @param nodeTimeout after what time without a sign of life a server is taken for dead and loses its leases, 2 s to 1 h
 */
public record PostgresSettings(String url, String user, String password, int connections, Duration nodeTimeout) {
    public static final String URL_START = "jdbc:postgresql:";
    public static final int FEWEST_CONNECTIONS = 4;
    public static final int MOST_CONNECTIONS = 64;
    public static final int DEFAULT_CONNECTIONS = 10;
    public static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Signs of life in the time after which there must have been one. */
    private static final int SIGNS_IN_TIME = 10;

    public PostgresSettings {
        if (!url.startsWith(URL_START)) {
            throw new IllegalArgumentException("The outbox's URL begins with " + URL_START);
        }
        if (connections < FEWEST_CONNECTIONS || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("The outbox's connections are " + connections + "; allowed is "
                    + FEWEST_CONNECTIONS + " to " + MOST_CONNECTIONS);
        }
        if (nodeTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || nodeTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("The outbox's node timeout is " + nodeTimeout + "; allowed is "
                    + SHORTEST_TIMEOUT + " to " + LONGEST_TIMEOUT);
        }
    }

    /** With the defaults. */
    public static PostgresSettings at(String url, String user, String password) {
        return new PostgresSettings(url, user, password, DEFAULT_CONNECTIONS, DEFAULT_TIMEOUT);
    }

    public PostgresSettings withNodeTimeout(Duration timeout) {
        return new PostgresSettings(url, user, password, connections, timeout);
    }

    public PostgresSettings withConnections(int most) {
        return new PostgresSettings(url, user, password, most, nodeTimeout);
    }

    /** How often this server gives a sign of life. */
    Duration heartbeat() {
        return nodeTimeout.dividedBy(SIGNS_IN_TIME);
    }

    /** The URL without its parameters, which may hold a password. */
    String place() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return place() + " as " + user;
    }
}
