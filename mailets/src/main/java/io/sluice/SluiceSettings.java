package io.sluice;

import io.sluice.microsoft.MicrosoftSettings;
import java.io.FileNotFoundException;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/**
 * What {@code conf/sluice.properties} says; the file is optional, and so is each key.
 *
 * @param microsoft keys {@code microsoft.*} and {@code mx.*}
 * @param outboxDirectory key {@code outbox.directory}: where the outbox is, a path or a James file URL
 */
record SluiceSettings(MicrosoftSettings microsoft, String outboxDirectory) {
    static final String OUTBOX_DIRECTORY = "outbox.directory";

    static final String DEFAULT_DIRECTORY = "file://var/outbox";
    static final List<String> KEYS = List.of(OUTBOX_DIRECTORY);
    private static final List<String> SECTIONS = List.of("microsoft.", "mx.");

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
                MicrosoftSettings.from(configuration), configuration.getString(OUTBOX_DIRECTORY, DEFAULT_DIRECTORY));
    }
}
