package io.sluice.cli;

import io.sluice.reply.FrontEnd;
import io.sluice.reply.ReplyParts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The typed parts of a reply as names and values, those that are there, in a fixed order. */
final class Parts {
    private Parts() {}

    static Map<String, String> of(ReplyParts parts) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!parts.marks().isEmpty()) {
            values.put("marks", String.join(" ", parts.marks()));
        }
        put(values, "agent", parts.agent());
        put(values, "agentCode", parts.agentCode());
        put(values, "mxId", parts.mxId());
        put(values, "storeDriver", parts.storeDriver());
        put(values, "frontEnd", parts.frontEnd().map(FrontEnd::host));
        put(values, "forest", parts.frontEnd().flatMap(FrontEnd::forest));
        put(values, "region", parts.frontEnd().flatMap(FrontEnd::region));
        put(values, "time", parts.time().map(Instant::toString));
        put(values, "session", parts.session());
        put(values, "address", parts.address());
        put(values, "domain", parts.domain());
        return values;
    }

    private static void put(Map<String, String> values, String name, Optional<String> value) {
        value.ifPresent(text -> values.put(name, text));
    }
}
