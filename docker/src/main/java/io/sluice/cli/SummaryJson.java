package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;

/** A summary as one JSON object, with all that was counted. */
final class SummaryJson implements Report {
    private final Summary summary = new Summary();
    private final Output out;

    SummaryJson(Output out) {
        this.out = out;
    }

    @Override
    public void add(Judged judged) {
        summary.add(judged);
    }

    @Override
    public void finish() throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(line)) {
            generator.writeStartObject();
            generator.writeNumberField("replies", summary.replies());
            generator.writeNumberField("temporary", summary.temporary());
            generator.writeNumberField("permanent", summary.permanent());
            generator.writeNumberField("assumed", summary.assumed());
            generator.writeNumberField("withoutTime", summary.undated());
            time(generator, "from", summary.first());
            time(generator, "to", summary.last());
            tasks(generator);
            counts(generator, "classes", summary.classes());
            counts(generator, "hours", summary.hours());
            counts(generator, "regions", summary.regions());
            counts(generator, "rules", summary.rules());
            counts(generator, "services", summary.services());
            counts(generator, "hosts", summary.hosts());
            generator.writeNumberField("otherHosts", summary.hosts().others());
            counts(generator, "unknown", summary.unknown());
            generator.writeNumberField("otherUnknown", summary.unknown().others());
            generator.writeEndObject();
        }
        out.line(line.toString());
    }

    private void tasks(JsonGenerator generator) throws IOException {
        generator.writeArrayFieldStart("tasks");
        for (Summary.Task task : summary.tasks()) {
            generator.writeStartObject();
            generator.writeStringField("urgency", task.urgency().token());
            generator.writeNumberField("count", task.count());
            JsonReport.verdict(generator, task.verdict());
            generator.writeStringField("advice", task.verdict().advice());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private static <K extends Comparable<K>> void counts(JsonGenerator generator, String name, Counts<K> counts)
            throws IOException {
        generator.writeObjectFieldStart(name);
        for (Counts.Count<K> count : counts.byCount()) {
            generator.writeNumberField(count.key().toString(), count.count());
        }
        generator.writeEndObject();
    }

    private static void time(JsonGenerator generator, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            generator.writeStringField(name, time.get().toString());
        }
    }
}
