package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A lane as {@code GET /microsoft/lanes} shows it.
 *
 * @param until when it is tested, empty when it is not closed
 * @param rate messages per second that may leave
 * @param hurt the rate at which the receiver refused last, 0 when it never did
 */
record LaneLine(
        String lane,
        String state,
        String cause,
        long accepted,
        Map<String, Long> deferred,
        Map<String, Long> failed,
        long expired,
        long attempts,
        long ready,
        long waiting,
        long inFlight,
        String until,
        double rate,
        double hurt) {
    LaneLine {
        deferred = Map.copyOf(deferred);
        failed = Map.copyOf(failed);
    }

    /** A lane that never had mail. */
    static LaneLine unused(String lane) {
        return new LaneLine(lane, "open", "", 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, "", 0, 0);
    }

    static LaneLine of(JsonNode line) {
        return new LaneLine(
                line.path("lane").asText(),
                line.path("state").asText(),
                line.path("cause").asText(""),
                line.path("accepted").asLong(),
                counts(line.path("deferred")),
                counts(line.path("failed")),
                line.path("expired").asLong(),
                line.path("attempts").asLong(),
                line.path("ready").asLong(),
                line.path("waiting").asLong(),
                line.path("inFlight").asLong(),
                line.path("until").asText(""),
                line.path("learned").path("ratePerSecond").asDouble(),
                line.path("learned").path("hurtPerSecond").asDouble());
    }

    /** Entries in the outbox. */
    long backlog() {
        return ready + waiting + inFlight;
    }

    /** All deferrals so far, whatever the class. */
    long deferrals() {
        return deferred.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> counts(JsonNode byClass) {
        Map<String, Long> counts = new HashMap<>();
        byClass.fields()
                .forEachRemaining(
                        field -> counts.put(field.getKey(), field.getValue().asLong()));
        return counts;
    }
}
