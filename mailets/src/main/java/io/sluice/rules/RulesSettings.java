package io.sluice.rules;

import io.sluice.microsoft.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about the user's rules.
 *
 * @param file key {@code rules.file}: where they are, a path or a James file URL
 * @param fileNamed whether the key is there: then the file must be there too when the server starts
 * @param checkPeriod key {@code rules.check-period}: how often the file is looked at; empty for never
 */
public record RulesSettings(String file, boolean fileNamed, Optional<Duration> checkPeriod) {
    public static final String FILE = "rules.file";
    public static final String CHECK_PERIOD = "rules.check-period";
    public static final List<String> KEYS = List.of(FILE, CHECK_PERIOD);

    private static final String DEFAULT_FILE = "file://conf/microsoft-replies.xml";
    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String OFF = "off";

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static RulesSettings from(Configuration configuration) {
        String file = configuration.getString(FILE, DEFAULT_FILE).strip();
        if (file.isEmpty()) {
            throw new IllegalArgumentException("sluice.properties: " + FILE + " is empty; allowed: a path, or a James"
                    + " file URL such as " + DEFAULT_FILE);
        }
        return new RulesSettings(file, configuration.containsKey(FILE), checkPeriod(configuration));
    }

    private static Optional<Duration> checkPeriod(Configuration configuration) {
        if (!configuration.containsKey(CHECK_PERIOD)) {
            return Optional.of(DEFAULT_PERIOD);
        }
        String value = configuration.getString(CHECK_PERIOD).strip();
        if (value.equals(OFF)) {
            return Optional.empty();
        }
        try {
            Duration period = DurationText.parse(value);
            if (period.compareTo(SHORTEST) >= 0 && period.compareTo(LONGEST) <= 0) {
                return Optional.of(period);
            }
        } catch (IllegalArgumentException e) {
            throw notAllowed(value, e);
        }
        throw notAllowed(value, null);
    }

    private static IllegalArgumentException notAllowed(String value, Exception cause) {
        return new IllegalArgumentException(
                "sluice.properties: " + CHECK_PERIOD + " = \"" + value + "\" is not allowed; allowed: " + OFF + ", or "
                        + DurationText.ALLOWED + ", from 100 ms to 1 day",
                cause);
    }
}
