package io.sluice.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A finding as JSON, for the command and for WebAdmin. */
public final class FindingJson {
    private FindingJson() {}

    /** What is absent is null. */
    public static ObjectNode of(Finding finding) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", finding.id().code());
        out.put("status", finding.status().word());
        out.put("subject", finding.subject());
        out.put("what", finding.what());
        PostureJson.texts(out, "lookedUp", finding.lookedUp());
        out.put("change", finding.change().orElse(null));
        if (finding.publish().isPresent()) {
            Publish publish = finding.publish().get();
            out.putObject("publish")
                    .put("name", publish.name())
                    .put("type", publish.type())
                    .put("value", publish.value());
        } else {
            out.putNull("publish");
        }
        return out;
    }

    /** Reads {@link #of} back; empty when that is no finding known here, as from a server of another version. */
    public static Optional<Finding> read(JsonNode json) {
        Optional<FindingId> id = FindingId.of(json.path("id").asText());
        Optional<FindingStatus> status = Arrays.stream(FindingStatus.values())
                .filter(each -> each.word().equals(json.path("status").asText()))
                .findFirst();
        if (id.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        List<String> lookedUp = new ArrayList<>();
        json.path("lookedUp").forEach(each -> lookedUp.add(each.asText()));
        JsonNode publish = json.path("publish");
        return Optional.of(new Finding(
                id.get(),
                status.get(),
                json.path("subject").asText(),
                json.path("what").asText(),
                lookedUp,
                Optional.of(json.path("change")).filter(JsonNode::isTextual).map(JsonNode::asText),
                publish.isObject()
                        ? Optional.of(new Publish(
                                publish.path("name").asText(),
                                publish.path("type").asText(),
                                publish.path("value").asText()))
                        : Optional.empty()));
    }
}
