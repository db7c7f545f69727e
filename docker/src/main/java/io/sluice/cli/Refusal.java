package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A refusal as the server remembers it; the reply has its mail addresses masked. */
record Refusal(
        String time,
        String lane,
        String domain,
        String senderDomain,
        String deferralClass,
        String rule,
        String reply,
        String host,
        String ip,
        String mxId) {
    static Refusal of(JsonNode json) {
        return new Refusal(
                json.path("time").asText(),
                json.path("lane").asText(),
                json.path("domain").asText(),
                json.path("senderDomain").asText(),
                json.path("class").asText(),
                json.path("rule").asText(),
                json.path("reply").asText(),
                json.path("host").asText(),
                json.path("ip").asText(),
                json.path("mxId").asText());
    }
}
