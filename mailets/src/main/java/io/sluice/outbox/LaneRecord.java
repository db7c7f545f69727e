package io.sluice.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/**
 * What a lane, or a gate inside it, knows about itself. The outbox keeps it and does not look into it.
 *
 * @param key whose it is, at most {@value #MOST_KEY} characters
 * @param state a JSON object, at most {@value #MOST_STATE} bytes of UTF-8; empty when the record is to be forgotten
 * @param updated since when it is so; an older record does not replace a newer one
 */
public record LaneRecord(String key, String state, Instant updated) {
    /** Keys of what operators ordered begin so; the lane follows. */
    public static final String ORDER = "order:";

    /** The key of what was concluded about the cause of refusals begins so. */
    public static final String INCIDENTS = "incidents:";

    /** Keys of what routes remember of their paths begin so; the route's name, a colon and the lane follow. */
    public static final String ROUTE = "route:";

    public static final int MOST_KEY = 1024;
    public static final int MOST_STATE = 64 * 1024;

    public LaneRecord {
        Objects.requireNonNull(updated, "updated");
        if (key.isEmpty() || key.length() > MOST_KEY) {
            throw new IllegalArgumentException("A key has 1 to " + MOST_KEY + " characters, not " + key.length());
        }
        int size = state.getBytes(StandardCharsets.UTF_8).length;
        if (size > MOST_STATE) {
            throw new IllegalArgumentException(
                    "The state of " + key + " has " + size + " bytes, more than " + MOST_STATE);
        }
    }
}
