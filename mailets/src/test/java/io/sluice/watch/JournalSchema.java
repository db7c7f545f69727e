package io.sluice.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds lines against {@code docs/journal.schema.json}. Knows the words of JSON Schema that the file uses, and no other. */
final class JournalSchema {
    private static final Path FILE = Path.of("..", "docs", "journal.schema.json");
    private static final Set<String> WORDS = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "required",
            "additionalProperties",
            "properties",
            "items",
            "maxItems",
            "enum",
            "const",
            "minimum",
            "format");

    private final List<String> faults = new ArrayList<>();

    private JournalSchema() {}

    /** What the schema has against the line. */
    static List<String> faults(JsonNode line) {
        try {
            JournalSchema check = new JournalSchema();
            check.check("line", new ObjectMapper().readTree(FILE.toFile()), line);
            return check.faults;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String where, JsonNode schema, JsonNode value) {
        schema.fieldNames()
                .forEachRemaining(word -> expect(WORDS.contains(word), where, "is held by unknown word " + word));
        expect(
                isOf(schema.path("type").asText(), value),
                where,
                "is no " + schema.path("type").asText());
        if (schema.has("const")) {
            expect(schema.get("const").equals(value), where, "is not " + schema.get("const"));
        }
        if (schema.has("enum")) {
            Set<JsonNode> allowed = new HashSet<>();
            schema.get("enum").forEach(allowed::add);
            expect(allowed.contains(value), where, "is none of " + allowed);
        }
        expect(!schema.has("minimum") || value.asLong() >= schema.get("minimum").asLong(), where, "is too small");
        expect(!schema.has("maxItems") || value.size() <= schema.get("maxItems").asInt(), where, "is too long");
        expect(!schema.path("format").asText().equals("date-time") || isTime(value.asText()), where, "is no time");
        schema.path("required").forEach(name -> expect(value.has(name.asText()), where, "lacks " + name));
        if (schema.has("items")) {
            value.forEach(item -> check(where + "[]", schema.get("items"), item));
        }
        for (Map.Entry<String, JsonNode> field : iterable(value)) {
            JsonNode property = schema.path("properties").path(field.getKey());
            expect(!property.isMissingNode(), where, "has the unknown field " + field.getKey());
            if (!property.isMissingNode()) {
                check(field.getKey(), property, field.getValue());
            }
        }
    }

    private static Iterable<Map.Entry<String, JsonNode>> iterable(JsonNode value) {
        return value::fields;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text).isAfter(Instant.EPOCH);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void expect(boolean truth, String where, String otherwise) {
        if (!truth) {
            faults.add(where + " " + otherwise);
        }
    }
}
