package io.sluice.reach;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingJson;
import io.sluice.posture.FindingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What was found of the way to a domain.
 *
 * @param time when that was
 * @param findings in the order of their kinds
 */
public record Reachability(String domain, Instant time, List<Finding> findings) {
    public Reachability {
        findings = findings.stream().sorted(Comparator.comparing(Finding::id)).toList();
    }

    /** The worst of all. */
    public FindingStatus status() {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(FindingStatus.PASS);
    }

    /** With some more. */
    public Reachability with(Collection<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new Reachability(domain, time, all);
    }

    /** As JSON, for the command and for WebAdmin. */
    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("domain", domain);
        out.put("time", time.toString());
        out.put("status", status().word());
        ArrayNode all = out.putArray("findings");
        findings.forEach(finding -> all.add(FindingJson.of(finding)));
        return out;
    }
}
