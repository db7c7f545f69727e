package io.sluice.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened on a lane, or on all of them, hour by hour, as the server tells it.
 *
 * @param json the whole answer
 */
public record Series(JsonNode json) {
    /** Hours from a time until now. */
    public static Series hours(Server server, java.time.Instant since, java.util.Optional<String> lane) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("since", since.toString());
        parameters.put("step", "1 hour");
        lane.ifPresent(name -> parameters.put("lane", name));
        return new Series(server.get("/microsoft/history", parameters));
    }

    /**
     * What happened in some time.
     *
     * @param start when the hour began; of a total the begin of all
     */
    public record Numbers(String start, JsonNode json) {
        public long attempts() {
            return json.path("attempts").asLong();
        }

        public long accepted() {
            return json.path("accepted").asLong();
        }

        public long expired() {
            return json.path("expired").asLong();
        }

        /** By deferral class. */
        public Map<String, Long> deferred() {
            return counts("deferred");
        }

        /** By deferral class. */
        public Map<String, Long> failed() {
            return counts("failed");
        }

        /** By region of Microsoft's service. */
        public Map<String, Long> regions() {
            return counts("regions");
        }

        public long allDeferred() {
            return sum(deferred());
        }

        public long allFailed() {
            return sum(failed());
        }

        /** Seconds within which half of the mail was accepted; negative when none was. */
        public double acceptSecondsHalf() {
            return json.path("acceptSecondsHalf").asDouble(-1);
        }

        /** Seconds within which 95 % of the mail was accepted; negative when none was. */
        public double acceptSecondsMost() {
            return json.path("acceptSecondsMost").asDouble(-1);
        }

        /** How it stood at the end, such as {@code waiting}; negative when nobody looked. */
        public double level(String what) {
            return json.path("levels").path(what).asDouble(-1);
        }

        private Map<String, Long> counts(String name) {
            Map<String, Long> counts = new TreeMap<>();
            json.path(name)
                    .fields()
                    .forEachRemaining(
                            each -> counts.put(each.getKey(), each.getValue().asLong()));
            return counts;
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The lanes that there is something to say of. */
    public List<String> lanes() {
        List<String> lanes = new ArrayList<>();
        json.path("lanes").forEach(lane -> lanes.add(lane.asText()));
        return lanes;
    }

    /** All hours together. */
    public Numbers total() {
        return new Numbers(json.path("total").path("start").asText(), json.path("total"));
    }

    public List<Numbers> hours() {
        List<Numbers> hours = new ArrayList<>();
        json.path("steps")
                .forEach(step -> hours.add(new Numbers(step.path("start").asText(), step)));
        return hours;
    }
}
