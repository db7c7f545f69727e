package io.sluice;

import io.sluice.files.FileWatch;
import io.sluice.files.FileWatcher;
import io.sluice.lane.LanePolicy;
import io.sluice.limits.LaneSettings;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code sluice.properties} while the server runs: changed limits of lanes take effect, other changes wait for
 * the next start, and a file with a fault changes nothing. Safe for several threads.
 */
final class SettingsFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(SettingsFile.class);
    private static final String FILE = FileSystem.FILE_PROTOCOL + "conf/sluice.properties";

    private final SluiceSettings settings;
    private final FileSystem files;

    SettingsFile(SluiceSettings settings, FileSystem files) {
        this.settings = settings;
        this.files = files;
    }

    /** Has the limits taken over when the file changes. */
    void watch(FileWatcher watcher, Consumer<LanePolicy> limits) {
        settings.lanes().checkPeriod().ifPresent(period -> {
            try {
                Path file = files.getFile(FILE).toPath();
                FileWatch watch = new FileWatch(file);
                Reading reading = new Reading(file, settings.lanes().policy(), limits);
                watcher.every(period, watch, reading::again);
            } catch (FileNotFoundException e) {
                LOGGER.warn("{} is not watched: James cannot resolve it. Changed limits need a restart", FILE, e);
            }
        });
    }

    /** What was read last. */
    static final class Reading {
        private final Path file;
        private final Consumer<LanePolicy> limits;
        private LanePolicy policy; // guarded by this, as is all below
        private Map<String, String> texts;
        private String fault = "";

        /** Begins with the file as it is; limits that are not those in use are taken over at once. */
        Reading(Path file, LanePolicy policy, Consumer<LanePolicy> limits) {
            this.file = file;
            this.policy = policy;
            this.limits = limits;
            this.texts = Map.of();
            begin();
        }

        private void begin() {
            try {
                PropertiesConfiguration configuration = read();
                texts = texts(configuration);
                use(SluiceSettings.from(configuration).lanes().policy());
            } catch (ConfigurationException | IllegalArgumentException e) {
                keep(e);
            }
        }

        /** Reads the file again; the same fault is logged once. */
        synchronized void again() {
            try {
                PropertiesConfiguration configuration = read();
                LanePolicy changed = SluiceSettings.from(configuration).lanes().policy();
                fault = "";
                tell(texts(configuration));
                use(changed);
            } catch (ConfigurationException | IllegalArgumentException e) {
                keep(e);
            }
        }

        /** The constants of the control stay as they were at the start. */
        private void use(LanePolicy changed) {
            LanePolicy next = new LanePolicy(policy.law(), changed.limits());
            if (!next.equals(policy)) {
                policy = next;
                limits.accept(next);
            }
        }

        private void keep(Exception cause) {
            String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            if (!message.equals(fault)) {
                fault = message;
                LOGGER.error("The limits of lanes in use are kept, because {} has a fault. {}", file, message);
            }
        }

        private PropertiesConfiguration read() throws ConfigurationException {
            PropertiesConfiguration configuration = new PropertiesConfiguration();
            configuration.setListDelimiterHandler(new DefaultListDelimiterHandler(','));
            if (Files.exists(file)) {
                new FileHandler(configuration).load(file.toFile());
            }
            return configuration;
        }

        private void tell(Map<String, String> changed) {
            TreeSet<String> keys = new TreeSet<>(texts.keySet());
            keys.addAll(changed.keySet());
            for (String key : keys) {
                String before = texts.getOrDefault(key, "the default");
                String after = changed.getOrDefault(key, "the default");
                if (!before.equals(after)) {
                    LOGGER.info(
                            LaneSettings.isLive(key)
                                    ? "sluice.properties: {} changed from {} to {}"
                                    : "sluice.properties: {} changed from {} to {}, which needs a restart",
                            key,
                            before,
                            after);
                }
            }
            texts = changed;
        }

        private static Map<String, String> texts(PropertiesConfiguration configuration) {
            Map<String, String> texts = new TreeMap<>();
            for (Iterator<String> keys = configuration.getKeys(); keys.hasNext(); ) {
                String key = keys.next();
                texts.put(key, String.join(",", configuration.getStringArray(key)));
            }
            return texts;
        }
    }
}
