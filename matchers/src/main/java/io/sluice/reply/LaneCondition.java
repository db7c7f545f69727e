package io.sluice.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a lane stands, in the words of conditions and configuration. */
public enum LaneCondition {
    /** Mail leaves as fast as the receiver is known to take it. */
    OPEN,
    /** The receiver asked to slow down not long ago; mail leaves, or will within moments. */
    THROTTLED,
    /** The receiver keeps refusing because of rate, connections or reputation; mail waits. */
    SUSPENDED,
    /** The receiver shuts the source out until somebody acts, or for hours; mail waits. */
    BLOCKED,
    /** The service has a fault, or cannot be reached; mail waits. */
    OUTAGE;

    /** The name in configuration, for example {@code throttled}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The condition of that name. */
    public static Optional<LaneCondition> ofToken(String token) {
        return Arrays.stream(values())
                .filter(condition -> condition.token().equals(token))
                .findFirst();
    }
}
