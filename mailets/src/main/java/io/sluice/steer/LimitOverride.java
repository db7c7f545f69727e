package io.sluice.steer;

import java.time.Instant;
import java.util.Map;

/**
 * Limits of a lane that an operator set over those of the configuration.
 *
 * @param since when
 * @param reason why, for people; may be empty
 * @param values as text, by the names of {@link io.sluice.limits.LimitOverrides#NAMES}
 */
public record LimitOverride(Instant since, String reason, Map<String, String> values) {
    public LimitOverride {
        values = Map.copyOf(values);
    }
}
