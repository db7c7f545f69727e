package io.sluice.posture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;

/** A posture as JSON, for the command and for WebAdmin. */
public final class PostureJson {
    private PostureJson() {}

    /** Without the recording. What is absent is null. */
    public static ObjectNode of(Posture posture) {
        ObjectNode out = question(posture.question());
        out.put("time", posture.time().toString());
        out.put("status", posture.status().word());
        ArrayNode findings = out.putArray("findings");
        posture.findings().forEach(finding -> findings.add(FindingJson.of(finding)));
        return out;
    }

    static ObjectNode question(PostureQuestion question) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("domain", question.domain());
        out.put("mailFrom", question.mailFrom());
        put(out, "ip", question.ip().map(ip -> ip.getHostAddress()));
        put(out, "helo", question.helo());
        texts(
                out,
                "selectors",
                question.selectors().stream().map(Selector::toString).toList());
        put(out, "recipient", question.recipient());
        return out;
    }

    static void texts(ObjectNode out, String name, Collection<String> texts) {
        ArrayNode array = out.putArray(name);
        texts.forEach(array::add);
    }

    private static void put(ObjectNode out, String name, Optional<String> text) {
        out.put(name, text.orElse(null));
    }
}
