package io.sluice;

import io.sluice.microsoft.DurationText;
import io.sluice.outbox.sql.PostgresSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about an outbox in PostgreSQL.
 *
 * @param url key {@code outbox.url}
 * @param user key {@code outbox.user}; empty: as the driver does without one
 * @param password key {@code outbox.password}
 * @param passwordFile key {@code outbox.password-file}: a path or a James file URL
 * @param pool key {@code outbox.pool}: how many connections
 * @param nodeTimeout key {@code outbox.node-timeout}
 */
record OutboxDatabase(
        String url,
        String user,
        Optional<String> password,
        Optional<String> passwordFile,
        int pool,
        Duration nodeTimeout) {
    static final String URL = "outbox.url";
    static final String USER = "outbox.user";
    static final String PASSWORD = "outbox.password";
    static final String PASSWORD_FILE = "outbox.password-file";
    static final String POOL = "outbox.pool";
    static final String NODE_TIMEOUT = "outbox.node-timeout";
    static final List<String> KEYS = List.of(URL, USER, PASSWORD, PASSWORD_FILE, POOL, NODE_TIMEOUT);

    private static final int MOST_PASSWORD = 1000;

    /**
     * Reads the keys; empty when there is no URL.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    static Optional<OutboxDatabase> from(Configuration configuration) {
        if (!configuration.containsKey(URL)) {
            // Pool and timeout alone do nothing; a user or a password without a URL is a mistake.
            for (String key : List.of(USER, PASSWORD, PASSWORD_FILE)) {
                if (configuration.containsKey(key)) {
                    throw new IllegalArgumentException("sluice.properties: " + key + " needs " + URL
                            + ", such as jdbc:postgresql://host:5432/database");
                }
            }
            pool(configuration);
            nodeTimeout(configuration);
            return Optional.empty();
        }
        for (String key : List.of(SluiceSettings.OUTBOX_DIRECTORY, SluiceSettings.OUTBOX_MAXIMUM_SIZE)) {
            if (configuration.containsKey(key)) {
                throw new IllegalArgumentException("sluice.properties: " + key + " and " + URL
                        + " exclude each other: the outbox is a file or in PostgreSQL");
            }
        }
        if (configuration.containsKey(PASSWORD) && configuration.containsKey(PASSWORD_FILE)) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + PASSWORD + " and " + PASSWORD_FILE + " exclude each other");
        }
        return Optional.of(new OutboxDatabase(
                url(configuration),
                text(configuration, USER).orElse(""),
                text(configuration, PASSWORD),
                text(configuration, PASSWORD_FILE).map(String::strip),
                pool(configuration),
                nodeTimeout(configuration)));
    }

    /**
     * Reads the password too, where it is in a file.
     *
     * @param files finds the file of a path or a James file URL
     * @throws IllegalArgumentException when the file cannot be read
     */
    PostgresSettings settings(Function<String, Path> files) {
        String secret = passwordFile
                .map(name -> read(files.apply(name)))
                .or(() -> password)
                .orElse("");
        return new PostgresSettings(url, user, secret, pool, nodeTimeout);
    }

    private static String read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + PASSWORD_FILE + " names a file that cannot be read: " + e, e);
        }
        String first = text.lines().findFirst().orElse("");
        if (first.isEmpty() || first.length() > MOST_PASSWORD) {
            throw new IllegalArgumentException("sluice.properties: " + PASSWORD_FILE
                    + " names a file whose first line is" + " no password: " + file);
        }
        return first;
    }

    private static String url(Configuration configuration) {
        String url = text(configuration, URL).orElse("").strip();
        if (!url.startsWith(PostgresSettings.URL_START + "//")) {
            // Without what may be a password.
            int parameters = url.indexOf('?');
            throw notAllowed(
                    URL,
                    parameters < 0 ? url : url.substring(0, parameters),
                    "jdbc:postgresql://host:5432/database, several hosts with commas, and parameters of the driver");
        }
        return url;
    }

    private static int pool(Configuration configuration) {
        String value = text(configuration, POOL).orElse("").strip();
        if (!configuration.containsKey(POOL)) {
            return PostgresSettings.DEFAULT_CONNECTIONS;
        }
        int number = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
        if (number < PostgresSettings.FEWEST_CONNECTIONS || number > PostgresSettings.MOST_CONNECTIONS) {
            throw notAllowed(
                    POOL,
                    value,
                    "a number from " + PostgresSettings.FEWEST_CONNECTIONS + " to "
                            + PostgresSettings.MOST_CONNECTIONS);
        }
        return number;
    }

    private static Duration nodeTimeout(Configuration configuration) {
        if (!configuration.containsKey(NODE_TIMEOUT)) {
            return PostgresSettings.DEFAULT_TIMEOUT;
        }
        String value = configuration.getString(NODE_TIMEOUT).strip();
        String allowed = DurationText.ALLOWED + ", from 2 s to 1 h";
        try {
            Duration timeout = DurationText.parse(value);
            if (timeout.compareTo(PostgresSettings.SHORTEST_TIMEOUT) >= 0
                    && timeout.compareTo(PostgresSettings.LONGEST_TIMEOUT) <= 0) {
                return timeout;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    notAllowed(NODE_TIMEOUT, value, allowed).getMessage(), e);
        }
        throw notAllowed(NODE_TIMEOUT, value, allowed);
    }

    /** Commas are part of it, whether or not the configuration was read with a list delimiter. */
    private static Optional<String> text(Configuration configuration, String key) {
        return configuration.containsKey(key)
                ? Optional.of(String.join(",", configuration.getStringArray(key)))
                : Optional.empty();
    }

    private static IllegalArgumentException notAllowed(String key, String value, String allowed) {
        return new IllegalArgumentException(
                "sluice.properties: " + key + " = \"" + value + "\" is not allowed; allowed: " + allowed);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "the outbox in PostgreSQL as " + user;
    }
}
