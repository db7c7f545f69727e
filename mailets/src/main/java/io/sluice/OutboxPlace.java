package io.sluice;

import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.PostgresSettings;
import io.sluice.outbox.sql.StoppedOutbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;

/** Where the outbox of a server is, for commands that work on it without the server. */
public final class OutboxPlace {
    private static final String JAMES_FILE = "file://";

    private final Optional<PostgresSettings> database;
    private final OutboxSettings files; // not used when there is a database

    private OutboxPlace(Optional<PostgresSettings> database, OutboxSettings files) {
        this.database = database;
        this.files = files;
    }

    /**
     * The outbox that the configuration of a server names.
     *
     * @param home the working directory of James, with {@code conf} in it
     * @throws IllegalArgumentException when {@code conf/sluice.properties} cannot be read or is wrong about the outbox; the
     *     message is for people
     */
    public static OutboxPlace ofServer(Path home) {
        PropertiesConfiguration configuration = read(home.resolve("conf").resolve("sluice.properties"));
        Optional<PostgresSettings> database =
                OutboxDatabase.from(configuration).map(keys -> keys.settings(name -> resolve(home, name)));
        OutboxFiles keys = OutboxFiles.from(configuration);
        OutboxSettings files =
                OutboxSettings.in(resolve(home, keys.directory())).withMaxBytes(keys.maximumSize());
        return new OutboxPlace(database, files);
    }

    /** An embedded outbox whose files are in that directory. */
    public static OutboxPlace inDirectory(Path directory) {
        return new OutboxPlace(Optional.empty(), OutboxSettings.in(directory));
    }

    /** Where its files are; empty when it is in a database. */
    public Optional<Path> directory() {
        return database.isPresent() ? Optional.empty() : Optional.of(files.directory());
    }

    /**
     * Opens it; an embedded one must be there.
     *
     * @throws io.sluice.outbox.OutboxException when a server works on it, or it cannot be opened
     */
    public StoppedOutbox open() {
        return database.map(StoppedOutbox::postgres).orElseGet(() -> StoppedOutbox.embedded(files));
    }

    /**
     * Opens it, made when it is missing.
     *
     * @throws io.sluice.outbox.OutboxException when a server works on it, or it cannot be opened
     */
    public StoppedOutbox openOrMake() {
        return database.map(StoppedOutbox::postgres).orElseGet(() -> StoppedOutbox.embeddedOrNew(files));
    }

    /** As James does: below its working directory, unless it is absolute. */
    private static Path resolve(Path home, String name) {
        return home.resolve(name.startsWith(JAMES_FILE) ? name.substring(JAMES_FILE.length()) : name);
    }

    private static PropertiesConfiguration read(Path file) {
        PropertiesConfiguration configuration = new PropertiesConfiguration();
        configuration.setListDelimiterHandler(new DefaultListDelimiterHandler(','));
        try {
            if (Files.exists(file)) {
                new FileHandler(configuration).load(file.toFile());
            }
            return configuration;
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
