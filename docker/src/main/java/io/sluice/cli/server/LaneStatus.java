package io.sluice.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a lane stands. Texts came from outside in part.
 *
 * @param condition open, throttled, suspended, blocked or outage
 * @param until when it opens, where that is known
 * @param cause what closed it
 * @param allowed messages a second that it may send now; negative when nobody knows
 * @param rate accepted recipients a second, of late
 * @param connections it may open; negative when nobody knows
 * @param accepted recipients since the start of the server
 * @param deferred recipients since the start of the server
 * @param failed recipients since the start of the server, those whose time was over among them
 */
public record LaneStatus(
        String name,
        String condition,
        Optional<Instant> until,
        String cause,
        double allowed,
        double rate,
        int connections,
        long ready,
        long waiting,
        long held,
        long inFlight,
        long accepted,
        long deferred,
        long failed) {
    private static final List<String> BY_TROUBLE = List.of("blocked", "suspended", "outage", "throttled", "open");

    /** The lanes of a server, those in trouble first, then those with most mail. */
    public static List<LaneStatus> all(Server server) {
        List<LaneStatus> lanes = new ArrayList<>();
        server.get("/microsoft/lanes", java.util.Map.of()).forEach(lane -> lanes.add(of(lane)));
        lanes.sort(Comparator.comparingInt(LaneStatus::trouble)
                .thenComparing(Comparator.comparingLong(LaneStatus::backlog).reversed())
                .thenComparing(LaneStatus::name));
        return lanes;
    }

    private static LaneStatus of(JsonNode lane) {
        JsonNode learned = lane.path("learned");
        return new LaneStatus(
                lane.path("lane").asText(),
                lane.path("condition").asText(),
                time(lane.path("until")),
                lane.path("cause").isTextual() ? lane.path("cause").asText() : "",
                learned.path("ratePerSecond").asDouble(-1),
                lane.path("ratePerSecond").asDouble(),
                learned.path("connections").asInt(-1),
                lane.path("ready").asLong(),
                lane.path("waiting").asLong(),
                lane.path("held").asLong(),
                lane.path("inFlight").asLong(),
                lane.path("accepted").asLong(),
                sum(lane.path("deferred")),
                sum(lane.path("failed")) + lane.path("expired").asLong());
    }

    /** Mail that has not left. */
    public long backlog() {
        return ready + waiting + held + inFlight;
    }

    /** Whether nothing leaves. */
    public boolean isClosed() {
        return !condition.equals("open") && !condition.equals("throttled");
    }

    private int trouble() {
        int at = BY_TROUBLE.indexOf(condition);
        return at < 0 ? 0 : at;
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
