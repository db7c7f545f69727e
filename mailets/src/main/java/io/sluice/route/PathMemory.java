package io.sluice.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a path over a restart.
 *
 * @param left whether mail does not take it
 * @param takenAgain when it was taken again last; empty when it never was, or so long ago that it does not matter
 * @param doublings how often its waiting time was doubled
 */
record PathMemory(boolean left, Optional<Instant> takenAgain, int doublings) {
    /** A path like any other. */
    static final PathMemory NONE = new PathMemory(false, Optional.empty(), 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A JSON object; empty when there is nothing to remember. */
    String toJson() {
        if (equals(NONE)) {
            return "";
        }
        return JSON.createObjectNode()
                .put("left", left)
                .put("takenAgain", takenAgain.map(Instant::toString).orElse(null))
                .put("doublings", doublings)
                .toString();
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    static PathMemory parse(String json) {
        try {
            var node = JSON.readTree(json);
            String taken = node.path("takenAgain").asText("null");
            int doublings = node.path("doublings").asInt(-1);
            if (!node.path("left").isBoolean() || doublings < 0 || doublings > PathHealth.MOST_DOUBLINGS) {
                throw new IllegalArgumentException("no memory of a path");
            }
            return new PathMemory(
                    node.path("left").asBoolean(),
                    taken.equals("null") ? Optional.empty() : Optional.of(Instant.parse(taken)),
                    doublings);
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("no memory of a path", e);
        }
    }
}
