package io.sluice.limits;

import io.sluice.lane.LanePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about lanes.
 *
 * @param policy keys {@code lane.*} and {@code control.*}
 * @param checkPeriod key {@code lanes.check-period}: how often the file is looked at for changed limits; empty for never
 */
public record LaneSettings(LanePolicy policy, Optional<Duration> checkPeriod) {
    public static final String CHECK_PERIOD = "lanes.check-period";
    /** Beginnings of the other keys. */
    public static final List<String> PREFIXES = List.of(LimitSettings.PREFIX, ControlSettings.PREFIX);

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String OFF = "off";

    /** Whether the key takes effect while the server runs. */
    public static boolean isLive(String key) {
        return key.startsWith(LimitSettings.PREFIX);
    }

    /**
     * Reads the keys, and leaves others to others.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static LaneSettings from(Configuration configuration) {
        Values values = new Values(configuration);
        LanePolicy policy = new LanePolicy(ControlSettings.read(values), LimitSettings.read(values));
        return new LaneSettings(policy, checkPeriod(values));
    }

    private static Optional<Duration> checkPeriod(Values values) {
        String value = values.text(CHECK_PERIOD).orElse("");
        if (value.equals(OFF)) {
            return Optional.empty();
        }
        return Optional.of(
                values.isGiven(CHECK_PERIOD)
                        ? values.duration(CHECK_PERIOD, value, SHORTEST, LONGEST, OFF + ", or ")
                        : DEFAULT_PERIOD);
    }
}
