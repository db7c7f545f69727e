package io.sluice.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document, read, and answers held against its schemas. */
final class OpenApiDocument {
    private final JsonNode root;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    static OpenApiDocument read() {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(DocumentRoutes.document());
        return new OpenApiDocument(new ObjectMapper().valueToTree(yaml));
    }

    /** Each request, such as {@code GET /microsoft/lanes}, with its query parameters. */
    Map<String, Set<String>> requests() {
        Map<String, Set<String>> requests = new TreeMap<>();
        root.path("paths").fields().forEachRemaining(path -> operations(path.getKey(), path.getValue(), requests));
        return requests;
    }

    private void operations(String path, JsonNode item, Map<String, Set<String>> requests) {
        for (Endpoint.Verb verb : Endpoint.Verb.values()) {
            JsonNode operation = item.path(verb.name().toLowerCase(Locale.ROOT));
            if (!operation.isMissingNode()) {
                Set<String> query = new TreeSet<>(names(item.path("parameters"), "query"));
                query.addAll(names(operation.path("parameters"), "query"));
                requests.put(verb + " " + path, query);
            }
        }
    }

    /** Each path with the parameters in it that are described. */
    Map<String, Set<String>> pathParameters() {
        Map<String, Set<String>> found = new TreeMap<>();
        root.path("paths").fields().forEachRemaining(path -> {
            Set<String> names = new TreeSet<>(names(path.getValue().path("parameters"), "path"));
            path.getValue().forEach(operation -> names.addAll(names(operation.path("parameters"), "path")));
            found.put(path.getKey(), names);
        });
        return found;
    }

    private List<String> names(JsonNode parameters, String place) {
        List<String> names = new ArrayList<>();
        for (JsonNode each : parameters) {
            JsonNode parameter = resolved(each);
            if (parameter.path("in").asText().equals(place)) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    /** What is wrong with the answer to a request of that status; nothing when it is as the document says. */
    List<String> faults(String method, String path, int status, JsonNode answer) {
        JsonNode response = resolved(root.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return List.of("The document has no answer " + status + " to " + method + " " + path);
        }
        JsonNode schema = response.path("content").path("application/json").path("schema");
        return schema.isMissingNode() ? List.of() : faults("answer", schema, answer);
    }

    private List<String> faults(String where, JsonNode given, JsonNode value) {
        JsonNode schema = resolved(given);
        if (value.isNull()) {
            return schema.path("nullable").asBoolean() ? List.of() : List.of(where + " is null");
        }
        if (schema.has("allOf")) {
            return faults(where, schema.path("allOf").get(0), value);
        }
        return switch (schema.path("type").asText()) {
            case "object" -> ofObject(where, schema, value);
            case "array" -> ofArray(where, schema, value);
            case "string" -> require(where, value.isTextual() && isAllowed(schema, value), value);
            case "integer" -> require(where, value.isIntegralNumber(), value);
            case "number" -> require(where, value.isNumber(), value);
            case "boolean" -> require(where, value.isBoolean(), value);
            default -> List.of(where + " has a schema without a type");
        };
    }

    private static boolean isAllowed(JsonNode schema, JsonNode value) {
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(each -> allowed.add(each.asText()));
        return allowed.isEmpty() || allowed.contains(value.asText());
    }

    private static List<String> require(String where, boolean good, JsonNode value) {
        return good ? List.of() : List.of(where + " may not be " + value);
    }

    private List<String> ofObject(String where, JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>(require(where, value.isObject(), value));
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(where + " lacks " + name.asText());
            }
        });
        value.fields().forEachRemaining(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode any = schema.path("additionalProperties");
            String place = where + "." + field.getKey();
            if (known.isMissingNode() && any.isMissingNode()) {
                faults.add(place + " is not in the document");
            } else {
                faults.addAll(faults(place, known.isMissingNode() ? any : known, field.getValue()));
            }
        });
        return faults;
    }

    private List<String> ofArray(String where, JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>(require(where, value.isArray(), value));
        for (int i = 0; i < value.size(); i++) {
            faults.addAll(faults(where + "[" + i + "]", schema.path("items"), value.get(i)));
        }
        return Collections.unmodifiableList(faults);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
    }
}
