package io.sluice.lane;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What of a lane survives the server.
 *
 * @param rate messages per second
 * @param hurt the rate that hurt last; 0 when none is known
 * @param patience accepted messages until the rate feels beyond that
 * @param connections at one time
 * @param connectionsHurt the number that hurt last; 0 when none is known
 * @param connectionRate new connections per second
 * @param messagesPerConnection on one connection
 * @param recipientsPerTransaction of one transaction
 * @param penaltySeconds how long the receiver's last penalty lasted
 * @param gate why and until when the lane is closed; null when it is open
 * @param warmUp where the warm-up plan stands; null without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record LaneState(
        double rate,
        double hurt,
        long patience,
        int connections,
        int connectionsHurt,
        double connectionRate,
        int messagesPerConnection,
        int recipientsPerTransaction,
        double penaltySeconds,
        GateRecord gate,
        WarmUp.Progress warmUp) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A closed gate.
     *
     * @param since when it closed, milliseconds since 1970
     * @param until when a probe may pass, milliseconds since 1970
     * @param refusals how often in a row it was told to close
     * @param evidence what closed it
     * @param cause why, for people
     * @param rate messages per second once it is open; 0 when it has no pace of its own
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record GateRecord(long since, long until, int refusals, String evidence, String cause, double rate) {
        String toJson() {
            return json(this);
        }

        static Optional<GateRecord> parse(String text) {
            return read(text, GateRecord.class);
        }
    }

    String toJson() {
        return json(this);
    }

    /** Reads it back; empty when it is damaged. */
    static Optional<LaneState> parse(String text) {
        return read(text, LaneState.class);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A lane's state has no JSON form", e);
        }
    }

    private static <T> Optional<T> read(String text, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.readValue(text, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
