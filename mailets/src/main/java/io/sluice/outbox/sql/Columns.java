package io.sluice.outbox.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.LaneRecord;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values as they stand in columns. Times are milliseconds, cut off; times beyond what a long holds are the first or the
 * last that it holds.
 */
final class Columns {
    // Escaped, so that text which is not Unicode (a lone surrogate) comes back as it was.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Columns() {}

    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    /** A column that may be null. */
    static Optional<Instant> maybeTime(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(time(millis));
    }

    static String attributes(Map<String, String> attributes) {
        ObjectNode json = JSON.createObjectNode();
        attributes.forEach(json::put);
        return write(json);
    }

    static Map<String, String> attributes(String column) {
        JsonNode json = read(column);
        Map<String, String> attributes = new LinkedHashMap<>();
        json.fields().forEachRemaining(field -> attributes.put(field.getKey(), text(json, field.getKey())));
        return attributes;
    }

    static LaneRecord lane(String key, String state, long updated) {
        read(state);
        try {
            return new LaneRecord(key, state, time(updated));
        } catch (IllegalArgumentException e) {
            throw new MalformedRowException("a key or a state of a forbidden length");
        }
    }

    static String deferral(Deferral deferral) {
        ObjectNode json = JSON.createObjectNode();
        json.put("class", deferral.deferralClass().token());
        json.put("scope", deferral.scope().token());
        json.put("rule", deferral.ruleId());
        json.put("advice", deferral.advice());
        json.put("stage", deferral.stage().name());
        json.put("host", deferral.remote().name());
        json.put("ip", deferral.remote().ip());
        json.put("first", deferral.first().toString());
        json.put("last", deferral.last().toString());
        if (!deferral.known()) {
            json.put("known", false);
        }
        if (!deferral.parts().equals(ReplyParts.NONE)) {
            json.set("parts", PartsJson.write(JSON.createObjectNode(), deferral.parts()));
        }
        return write(json);
    }

    static Deferral deferral(String column) {
        JsonNode json = read(column);
        try {
            return new Deferral(
                    DeferralClass.ofToken(text(json, "class")).orElseThrow(() -> unknown("class")),
                    Scope.ofToken(text(json, "scope")).orElseThrow(() -> unknown("scope")),
                    text(json, "rule"),
                    text(json, "advice"),
                    SmtpStage.valueOf(text(json, "stage")),
                    new RemoteHost(text(json, "host"), text(json, "ip")),
                    json.path("known").asBoolean(true),
                    PartsJson.read(json.path("parts")),
                    Instant.parse(text(json, "first")),
                    Instant.parse(text(json, json.has("last") ? "last" : "first"))); // version 3 had none
        } catch (IllegalArgumentException e) {
            throw unknown("stage");
        } catch (DateTimeException e) {
            throw unknown("time");
        }
    }

    private static MalformedRowException unknown(String field) {
        return new MalformedRowException("a deferral of unknown " + field);
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new MalformedRowException("JSON without a text where one belongs");
        }
        return value.textValue();
    }

    private static JsonNode read(String column) {
        try {
            JsonNode json = JSON.readTree(column);
            if (!json.isObject()) {
                throw new MalformedRowException("JSON that is no object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new MalformedRowException("text that is no JSON");
        }
    }

    private static String write(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts is always JSON", e);
        }
    }
}
