package io.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lane as WebAdmin tells it.
 *
 * @param queued recipients' domains whose mail is in the outbox, in whatever state
 */
record LaneView(
        String lane,
        String state,
        Optional<Instant> until,
        Optional<String> cause,
        long accepted,
        Map<String, Long> deferred,
        double ratePerSecond,
        long queued,
        Optional<Instant> nextDue) {

    static LaneView of(JsonNode json) {
        Map<String, Long> deferred = new TreeMap<>();
        json.path("deferred")
                .fields()
                .forEachRemaining(
                        entry -> deferred.put(entry.getKey(), entry.getValue().asLong()));
        return new LaneView(
                json.path("lane").asText(),
                json.path("state").asText(),
                text(json, "until").map(Instant::parse),
                text(json, "cause"),
                json.path("accepted").asLong(),
                deferred,
                json.path("ratePerSecond").asDouble(),
                json.path("ready").asLong()
                        + json.path("waiting").asLong()
                        + json.path("held").asLong()
                        + json.path("inFlight").asLong(),
                text(json, "nextDue").map(Instant::parse));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
    }

    /** The lane's name as people say it: the source only where it was chosen. */
    String name() {
        return lane.startsWith("default/") ? lane.substring("default/".length()) : lane;
    }
}
