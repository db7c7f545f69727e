package io.sluice;

import io.sluice.files.FileWatch;
import io.sluice.files.FileWatcher;
import io.sluice.lane.LanePolicy;
import io.sluice.limits.LaneSettings;
import io.sluice.webadmin.ConfigurationDesk;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
final class SettingsFile implements ConfigurationDesk {
    private static final Logger LOGGER = LoggerFactory.getLogger(SettingsFile.class);
    private static final String DEFAULT = "the default";
    private static final String FILE = FileSystem.FILE_PROTOCOL + "conf/sluice.properties";

    private final SluiceSettings settings;
    private final FileSystem files;
    private final Clock clock;
    private final Instant started;
    private volatile Optional<Reading> reading = Optional.empty();

    SettingsFile(SluiceSettings settings, FileSystem files, Clock clock) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Has the limits taken over when the file changes, or when somebody wants it read again. */
    void watch(FileWatcher watcher, Consumer<LanePolicy> limits) {
        try {
            Path file = files.getFile(FILE).toPath();
            FileWatch watch = new FileWatch(file);
            Reading own = new Reading(file, settings.lanes().policy(), limits, clock);
            reading = Optional.of(own);
            settings.lanes().checkPeriod().ifPresent(period -> watcher.every(period, watch, own::again));
        } catch (FileNotFoundException e) {
            LOGGER.warn("{} is not watched: James cannot resolve it. Changed limits need a restart", FILE, e);
        }
    }

    @Override
    public State state() {
        return reading.map(Reading::state).orElse(new State(FILE, started, Optional.empty(), List.of()));
    }

    @Override
    public State reload() {
        reading.ifPresent(Reading::again);
        return state();
    }

    /** What was read last. */
    static final class Reading {
        private final Path file;
        private final Consumer<LanePolicy> limits;
        private final Clock clock;
        private final Map<String, String> atStart;
        private LanePolicy policy; // guarded by this, as is all below
        private Map<String, String> texts;
        private String fault = "";
        private Instant loaded;

        /** Begins with the file as it is; limits that are not those in use are taken over at once. */
        Reading(Path file, LanePolicy policy, Consumer<LanePolicy> limits, Clock clock) {
            this.file = file;
            this.policy = policy;
            this.limits = limits;
            this.clock = clock;
            this.loaded = clock.instant();
            this.texts = Map.of();
            begin();
            this.atStart = texts;
        }

        synchronized State state() {
            return new State(
                    file.toString(),
                    loaded,
                    Optional.of(fault).filter(message -> !message.isEmpty()),
                    unlike(atStart, texts).stream()
                            .filter(key -> !LaneSettings.isLive(key))
                            .toList());
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
                loaded = clock.instant();
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
            for (String key : unlike(texts, changed)) {
                LOGGER.info(
                        LaneSettings.isLive(key)
                                ? "sluice.properties: {} changed from {} to {}"
                                : "sluice.properties: {} changed from {} to {}, which needs a restart",
                        key,
                        texts.getOrDefault(key, DEFAULT),
                        changed.getOrDefault(key, DEFAULT));
            }
            texts = changed;
        }

        private static Set<String> unlike(Map<String, String> before, Map<String, String> after) {
            TreeSet<String> keys = new TreeSet<>(before.keySet());
            keys.addAll(after.keySet());
            keys.removeIf(key -> before.getOrDefault(key, DEFAULT).equals(after.getOrDefault(key, DEFAULT)));
            return keys;
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
