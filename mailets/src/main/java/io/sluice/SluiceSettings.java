package io.sluice;

import io.sluice.inbound.InboundSettings;
import io.sluice.limits.LaneSettings;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.rules.RulesSettings;
import io.sluice.watch.EventSettings;
import io.sluice.watch.JournalSettings;
import io.sluice.watch.PostureWatchSettings;
import java.io.FileNotFoundException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
 * @param inbound keys {@code exchange-online.*}
 * @param posture keys {@code posture.*}
 */
record SluiceSettings(
        MicrosoftSettings microsoft,
        String outboxDirectory,
        long outboxMaximumSize,
        Optional<OutboxDatabase> outboxDatabase,
        RulesSettings rules,
        LaneSettings lanes,
        JournalSettings journal,
        EventSettings events,
        InboundSettings inbound,
        PostureWatchSettings posture) {
    static final String OUTBOX_DIRECTORY = OutboxFiles.DIRECTORY;
    static final String OUTBOX_MAXIMUM_SIZE = OutboxFiles.MAXIMUM_SIZE;

    static final List<String> KEYS = Stream.of(
                    List.of(OUTBOX_DIRECTORY, OUTBOX_MAXIMUM_SIZE, LaneSettings.CHECK_PERIOD),
                    OutboxDatabase.KEYS,
                    RulesSettings.KEYS,
                    JournalSettings.KEYS,
                    EventSettings.KEYS,
                    InboundSettings.KEYS,
                    PostureWatchSettings.KEYS)
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
        OutboxFiles files = OutboxFiles.from(configuration);
        return new SluiceSettings(
                MicrosoftSettings.from(configuration),
                files.directory(),
                files.maximumSize(),
                OutboxDatabase.from(configuration),
                RulesSettings.from(configuration),
                LaneSettings.from(configuration),
                JournalSettings.from(configuration),
                EventSettings.from(configuration),
                InboundSettings.from(configuration),
                PostureWatchSettings.from(configuration));
    }
}
