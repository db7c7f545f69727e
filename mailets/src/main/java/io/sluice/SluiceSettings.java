package io.sluice;

import io.sluice.limits.LaneSettings;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.rules.RulesSettings;
import io.sluice.watch.EventSettings;
import io.sluice.watch.JournalSettings;
import java.io.FileNotFoundException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/**
 * What {@code conf/sluice.properties} says; the file is optional, and so is each key.
 *
 * @param microsoft keys {@code microsoft.*} and {@code mx.*}
 * @param outboxDirectory key {@code outbox.directory}: where the outbox is, a path or a James file URL
 * @param outboxMaximumSize key {@code outbox.maximum-size}: how large its file may grow, in bytes
 * @param outboxDatabase keys {@code outbox.url} and others: where it is in PostgreSQL; empty: it is a file
 * @param rules keys {@code rules.*}
 * @param lanes keys {@code lane.*}, {@code lanes.*} and {@code control.*}
 * @param journal keys {@code journal.*}
 * @param events keys {@code events.*}
 */
record SluiceSettings(
        MicrosoftSettings microsoft,
        String outboxDirectory,
        long outboxMaximumSize,
        Optional<OutboxDatabase> outboxDatabase,
        RulesSettings rules,
        LaneSettings lanes,
        JournalSettings journal,
        EventSettings events) {
    static final String OUTBOX_DIRECTORY = "outbox.directory";
    static final String OUTBOX_MAXIMUM_SIZE = "outbox.maximum-size";

    private static final String DEFAULT_DIRECTORY = "file://var/outbox";
    private static final long MIB = 1024L * 1024;
    private static final long GIB = 1024 * MIB;
    private static final Pattern SIZE = Pattern.compile("(?<number>[1-9][0-9]{0,5}) ?(?<unit>MiB|GiB)");
    static final List<String> KEYS = Stream.of(
                    List.of(OUTBOX_DIRECTORY, OUTBOX_MAXIMUM_SIZE, LaneSettings.CHECK_PERIOD),
                    OutboxDatabase.KEYS,
                    RulesSettings.KEYS,
                    JournalSettings.KEYS,
                    EventSettings.KEYS)
            .flatMap(List::stream)
            .toList();
    private static final List<String> SECTIONS = Stream.concat(
                    Stream.of("microsoft.", "mx."), LaneSettings.PREFIXES.stream())
            .toList();

    static SluiceSettings read(PropertiesProvider properties) {
        try {
            return from(properties.getConfiguration("sluice"));
        } catch (FileNotFoundException e) {
            return from(new BaseConfiguration());
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("sluice.properties cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    static SluiceSettings from(Configuration configuration) {
        for (Iterator<String> keys = configuration.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (!KEYS.contains(key) && SECTIONS.stream().noneMatch(key::startsWith)) {
                throw new IllegalArgumentException("sluice.properties: unknown key " + key + ". Known are "
                        + String.join(", ", KEYS) + " and those beginning with " + String.join(", ", SECTIONS));
            }
        }
        return new SluiceSettings(
                MicrosoftSettings.from(configuration),
                configuration.getString(OUTBOX_DIRECTORY, DEFAULT_DIRECTORY),
                maximumSize(configuration),
                OutboxDatabase.from(configuration),
                RulesSettings.from(configuration),
                LaneSettings.from(configuration),
                JournalSettings.from(configuration),
                EventSettings.from(configuration));
    }

    private static long maximumSize(Configuration configuration) {
        if (!configuration.containsKey(OUTBOX_MAXIMUM_SIZE)) {
            return OutboxSettings.UNLIMITED;
        }
        String value = configuration.getString(OUTBOX_MAXIMUM_SIZE).strip();
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            throw new IllegalArgumentException("sluice.properties: " + OUTBOX_MAXIMUM_SIZE + " = \"" + value
                    + "\" is not allowed; allowed: a whole number of MiB or GiB from 1 MiB to 999999 GiB,"
                    + " such as 500 MiB or 20 GiB");
        }
        return Long.parseLong(size.group("number")) * (size.group("unit").equals("GiB") ? GIB : MIB);
    }
}
