package io.sluice.outbox.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.ReplyParts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a reply as JSON. They are there for people: what is missing, as in rows of earlier releases, or malformed
 * is left out, and no mail is held up for it.
 */
final class PartsJson {
    private PartsJson() {}

    static ObjectNode write(ObjectNode json, ReplyParts parts) {
        if (!parts.marks().isEmpty()) {
            ArrayNode marks = json.putArray("marks");
            parts.marks().forEach(marks::add);
        }
        put(json, "agent", parts.agent());
        put(json, "agentCode", parts.agentCode());
        put(json, "mxId", parts.mxId());
        put(json, "storeDriver", parts.storeDriver());
        put(json, "frontEnd", parts.frontEnd().map(FrontEnd::host));
        put(json, "time", parts.time().map(Instant::toString));
        put(json, "session", parts.session());
        put(json, "address", parts.address());
        put(json, "domain", parts.domain());
        return json;
    }

    static ReplyParts read(JsonNode json) {
        if (!json.isObject()) {
            return ReplyParts.NONE;
        }
        return new ReplyParts(
                marks(json.path("marks")),
                text(json, "agent"),
                text(json, "agentCode"),
                text(json, "mxId"),
                text(json, "storeDriver"),
                text(json, "frontEnd").flatMap(FrontEnd::of),
                text(json, "time").flatMap(PartsJson::instant),
                text(json, "session"),
                text(json, "address"),
                text(json, "domain"));
    }

    private static void put(ObjectNode json, String field, Optional<String> value) {
        value.ifPresent(present -> json.put(field, present));
    }

    private static List<String> marks(JsonNode json) {
        List<String> marks = new ArrayList<>();
        json.forEach(mark -> {
            if (mark.isTextual() && marks.size() < ReplyParts.MOST_MARKS) {
                marks.add(mark.textValue());
            }
        });
        return marks;
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
