package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.cli.input.Sighting;
import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.Explanation;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A JSON object for each reply, each on a line of its own. What is not known is left out. */
final class JsonReport implements Report {
    private final JsonFactory json = new JsonFactory();
    private final Output out;
    private final Optional<Why> why;

    /** @param why explains; without it advice, reasons and parts are left out */
    JsonReport(Output out, Optional<Why> why) {
        this.out = out;
        this.why = why;
    }

    @Override
    public void add(Judged judged) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            verdict(generator, judged.verdict());
            reply(generator, judged);
            if (why.isPresent()) {
                explain(generator, judged, why.get().of(judged));
            }
            generator.writeEndObject();
        }
        out.line(line.toString());
    }

    static void verdict(JsonGenerator generator, Verdict verdict) throws IOException {
        generator.writeStringField("class", verdict.deferralClass().token());
        generator.writeBooleanField("temporary", verdict.temporary());
        generator.writeStringField("scope", verdict.scope().token());
        generator.writeStringField("rule", verdict.ruleId());
        generator.writeBooleanField("known", verdict.known());
        generator.writeStringField("remedy", verdict.remedy().token());
        if (verdict.temporary()) {
            generator.writeNumberField(
                    "earliestRetrySeconds", verdict.earliestRetry().toSeconds());
        }
        if (verdict.giveUpAfter().isPresent()) {
            generator.writeNumberField(
                    "giveUpAfterSeconds", verdict.giveUpAfter().get().toSeconds());
        }
    }

    private static void reply(JsonGenerator generator, Judged judged) throws IOException {
        Sighting sighting = judged.sighting();
        Reply reply = sighting.reply();
        if (reply instanceof SmtpReply answer) {
            generator.writeStringField("reply", answer.line());
            generator.writeNumberField("code", answer.code());
            string(generator, "enhancedCode", answer.enhancedCode().map(EnhancedStatusCode::toString));
        } else {
            NoReply missing = (NoReply) reply;
            generator.writeStringField("noReply", missing.kind().token());
            generator.writeStringField("detail", missing.detail());
        }
        RemoteHost remote = reply.remote();
        string(generator, "host", Optional.of(remote.name()).filter(name -> !name.isEmpty()));
        string(generator, "ip", Optional.of(remote.ip()).filter(ip -> !ip.isEmpty()));
        string(generator, "service", sighting.service().map(Service::token));
        string(
                generator,
                "stage",
                Optional.of(reply.stage())
                        .filter(stage -> stage != SmtpStage.OTHER)
                        .map(SmtpStage::token));
        string(generator, "recipient", reply.recipient());
        string(generator, "time", sighting.time().map(Instant::toString));
        generator.writeNumberField("line", sighting.line());
        if (judged.assumed()) {
            generator.writeBooleanField("assumed", true);
        }
    }

    private static void explain(JsonGenerator generator, Judged judged, Explanation explanation) throws IOException {
        generator.writeStringField("advice", judged.verdict().advice());
        generator.writeArrayFieldStart("because");
        for (Explanation.Reason reason : explanation.reasons()) {
            generator.writeStartObject();
            generator.writeStringField("part", reason.part().token());
            generator.writeStringField("wanted", reason.wanted());
            generator.writeStringField("found", reason.found());
            generator.writeEndObject();
        }
        generator.writeEndArray();
        string(generator, "quoted", explanation.quoted());
        generator.writeObjectFieldStart("parts");
        for (Map.Entry<String, String> part : Parts.of(judged.parts()).entrySet()) {
            generator.writeStringField(part.getKey(), part.getValue());
        }
        generator.writeEndObject();
    }

    private static void string(JsonGenerator generator, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            generator.writeStringField(name, value.get());
        }
    }
}
