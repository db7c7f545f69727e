package io.sluice.watch;

import java.util.List;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about the journal.
 *
 * @param enabled key {@code journal.enabled}
 * @param file key {@code journal.file}: a path or a James file URL
 * @param addresses key {@code journal.addresses}
 * @param maximumSize key {@code journal.maximum-size}: of one file, in bytes
 * @param files key {@code journal.files}: how many files there are, the one in use included
 */
public record JournalSettings(boolean enabled, String file, Addresses addresses, long maximumSize, int files) {
    public static final String ENABLED = "journal.enabled";
    public static final String FILE = "journal.file";
    public static final String ADDRESSES = "journal.addresses";
    public static final String MAXIMUM_SIZE = "journal.maximum-size";
    public static final String FILES = "journal.files";
    public static final List<String> KEYS = List.of(ENABLED, FILE, ADDRESSES, MAXIMUM_SIZE, FILES);

    private static final long MIB = 1024L * 1024;

    /** How mail addresses are written. */
    public enum Addresses {
        /** Without what is before the sign. */
        MASKED,
        /** As a keyed hash, so that lines about one address can be found together. */
        HASHED,
        /** As they are. */
        PLAIN
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static JournalSettings from(Configuration configuration) {
        Keys keys = new Keys(configuration);
        return new JournalSettings(
                keys.truth(ENABLED, true),
                keys.text(FILE, "file://var/journal/attempts.jsonl"),
                keys.oneOf(ADDRESSES, Addresses.values(), Addresses.MASKED),
                keys.number(MAXIMUM_SIZE, 10, 1, 10_000, " MiB") * MIB,
                (int) keys.number(FILES, 10, 2, 1000, ""));
    }
}
