package io.sluice;

import io.sluice.outbox.sql.OutboxSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about an outbox in files.
 *
 * @param directory key {@code outbox.directory}: a path or a James file URL
 * @param maximumSize key {@code outbox.maximum-size}: how large its file may grow, in bytes
 */
record OutboxFiles(String directory, long maximumSize) {
    static final String DIRECTORY = "outbox.directory";
    static final String MAXIMUM_SIZE = "outbox.maximum-size";

    private static final String DEFAULT_DIRECTORY = "file://var/outbox";
    private static final long MIB = 1024L * 1024;
    private static final long GIB = 1024 * MIB;
    private static final Pattern SIZE = Pattern.compile("(?<number>[1-9][0-9]{0,5}) ?(?<unit>MiB|GiB)");

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    static OutboxFiles from(Configuration configuration) {
        return new OutboxFiles(configuration.getString(DIRECTORY, DEFAULT_DIRECTORY), maximumSize(configuration));
    }

    private static long maximumSize(Configuration configuration) {
        if (!configuration.containsKey(MAXIMUM_SIZE)) {
            return OutboxSettings.UNLIMITED;
        }
        String value = configuration.getString(MAXIMUM_SIZE).strip();
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            throw new IllegalArgumentException("sluice.properties: " + MAXIMUM_SIZE + " = \"" + value
                    + "\" is not allowed; allowed: a whole number of MiB or GiB from 1 MiB to 999999 GiB,"
                    + " such as 500 MiB or 20 GiB");
        }
        return Long.parseLong(size.group("number")) * (size.group("unit").equals("GiB") ? GIB : MIB);
    }
}
