package io.sluice.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A tally as a line of JSON, as it is stored. What later releases add is passed over. */
public final class TallyJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TallyJson() {}

    /** The line. */
    public static String write(Tally tally) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "attempts", tally.attempts());
        put(json, "accepted", tally.accepted());
        put(json, "expired", tally.expired());
        put(json, "looks", tally.looks());
        put(json, "closed", tally.closedLooks());
        classes(json, "deferred", tally.deferred());
        classes(json, "failed", tally.failed());
        if (!tally.regions().isEmpty()) {
            ObjectNode regions = json.putObject("regions");
            tally.regions().forEach(regions::put);
        }
        if (!tally.toAccept().counts().isEmpty()) {
            ObjectNode waits = json.putObject("waits");
            tally.toAccept().counts().forEach((step, count) -> waits.put(step.toString(), count));
        }
        tally.levels().ifPresent(levels -> levels(json.putObject("levels"), levels));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of numbers is always JSON", e);
        }
    }

    /** The tally of a line; empty when it is none. */
    public static Optional<Tally> read(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.isObject()) {
                return Optional.empty();
            }
            return Optional.of(new Tally(
                    json.path("attempts").asLong(),
                    json.path("accepted").asLong(),
                    classes(json.path("deferred")),
                    classes(json.path("failed")),
                    json.path("expired").asLong(),
                    counts(json.path("regions")),
                    waits(json.path("waits")),
                    json.path("looks").asLong(),
                    json.path("closed").asLong(),
                    levels(json.path("levels"))));
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty(); // a damaged row must not take the others with it
        }
    }

    private static void put(ObjectNode json, String name, long count) {
        if (count != 0) {
            json.put(name, count);
        }
    }

    private static void classes(ObjectNode json, String name, Map<DeferralClass, Long> counts) {
        if (!counts.isEmpty()) {
            ObjectNode object = json.putObject(name);
            counts.forEach((type, count) -> object.put(type.token(), count));
        }
    }

    private static void levels(ObjectNode json, Levels levels) {
        json.put("at", levels.at().toEpochMilli());
        json.put("condition", levels.condition().token());
        json.put("rate", levels.ratePerSecond());
        json.put("connections", levels.connections());
        put(json, "ready", levels.ready());
        put(json, "waiting", levels.waiting());
        put(json, "held", levels.held());
        put(json, "inFlight", levels.inFlight());
        levels.oldestDue().ifPresent(due -> json.put("oldestDue", due.toEpochMilli()));
    }

    private static Optional<Levels> levels(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Levels(
                Instant.ofEpochMilli(json.path("at").asLong()),
                LaneCondition.ofToken(json.path("condition").asText()).orElse(LaneCondition.OPEN),
                json.path("rate").asDouble(),
                json.path("connections").asInt(),
                json.path("ready").asLong(),
                json.path("waiting").asLong(),
                json.path("held").asLong(),
                json.path("inFlight").asLong(),
                json.has("oldestDue")
                        ? Optional.of(
                                Instant.ofEpochMilli(json.path("oldestDue").asLong()))
                        : Optional.empty()));
    }

    private static Map<String, Long> counts(JsonNode json) {
        Map<String, Long> counts = new HashMap<>();
        json.fields()
                .forEachRemaining(
                        field -> counts.put(field.getKey(), field.getValue().asLong()));
        return counts;
    }

    private static Map<DeferralClass, Long> classes(JsonNode json) {
        Map<DeferralClass, Long> counts = new HashMap<>();
        counts(json).forEach((token, count) -> DeferralClass.ofToken(token).ifPresent(type -> counts.put(type, count)));
        return counts;
    }

    private static Waits waits(JsonNode json) {
        Map<Integer, Long> counts = new HashMap<>();
        counts(json).forEach((step, count) -> counts.put(Integer.valueOf(step), count));
        return new Waits(counts);
    }
}
