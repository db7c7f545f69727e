package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.cli.input.Sighting;
import io.sluice.reply.RuleChanges;
import io.sluice.reply.RuleComparison;
import io.sluice.reply.RuleComparison.Aspect;
import io.sluice.reply.RuleComparison.Difference;
import io.sluice.reply.RuleComparison.Outcome;
import io.sluice.reply.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What candidate rules would change: each reply that they read differently, and the counts at the end. */
final class ReplayReport implements Report {
    private static final int MOST_SHOWN = 20;

    /**
     * What is printed.
     *
     * @param single a line for each reply that changes
     * @param json JSON instead of text
     */
    record Style(boolean single, boolean json) {}

    private final Output out;
    private final Style style;
    private final RuleComparison comparison;
    private final RuleChanges changes;
    private final JsonFactory json = new JsonFactory();

    /** @param changes what the candidate's file does to the built-in rules */
    ReplayReport(Output out, Style style, Judge current, Judge candidate, RuleChanges changes) {
        this.out = out;
        this.style = style;
        this.comparison = new RuleComparison(current.asClassifier(), candidate.asClassifier());
        this.changes = changes;
    }

    @Override
    public void add(Judged judged) throws IOException {
        Sighting sighting = judged.sighting();
        Outcome outcome = comparison.compare(sighting.reply(), sighting.service());
        if (!outcome.differs() || !style.single()) {
            return;
        }
        if (style.json()) {
            try (StringWriter line = new StringWriter()) {
                try (JsonGenerator generator = json.createGenerator(line)) {
                    generator.writeStartObject();
                    difference(generator, outcome);
                    generator.writeNumberField("line", sighting.line());
                    generator.writeEndObject();
                }
                out.line(line.toString());
            }
            return;
        }
        out.line(String.join(
                "\t",
                aspects(outcome.aspects()),
                text(outcome.current()),
                text(outcome.candidate()),
                TabbedReport.text(outcome.reply())));
    }

    @Override
    public boolean differs() {
        return comparison.summary().differing() > 0;
    }

    @Override
    public void finish() throws IOException {
        RuleComparison.Summary summary = comparison.summary();
        if (style.json()) {
            if (!style.single()) {
                sumAsJson(summary);
            }
            return;
        }
        if (style.single() && summary.differing() > 0) {
            out.line("");
        }
        out.line(String.format(
                Locale.ROOT,
                "%,d of %,d replies would be read differently%s",
                summary.differing(),
                summary.replies(),
                summary.differing() == 0 ? "" : ": " + byAspect(summary)));
        out.line(String.format(
                Locale.ROOT,
                "Rules of the candidate: %d new, %d in place of built-in ones, %d built-in ones disabled",
                changes.added().size(),
                changes.replaced().size(),
                changes.disabled().size()));
        if (!style.single()) {
            for (Difference difference : shown(summary)) {
                out.line("");
                out.line(String.format(
                        Locale.ROOT,
                        "%,10d  %s",
                        difference.count(),
                        aspects(difference.first().aspects())));
                out.line("    before  " + text(difference.first().current()));
                out.line("    after   " + text(difference.first().candidate()));
                out.line("    such as "
                        + Redaction.of(TabbedReport.text(difference.first().reply())));
            }
        }
    }

    private void sumAsJson(RuleComparison.Summary summary) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeNumberField("replies", summary.replies());
            generator.writeNumberField("differing", summary.differing());
            generator.writeObjectFieldStart("byAspect");
            for (Aspect aspect : Aspect.values()) {
                generator.writeNumberField(token(aspect), summary.byAspect().get(aspect));
            }
            generator.writeEndObject();
            generator.writeArrayFieldStart("differences");
            for (Difference difference : byCount(summary)) {
                generator.writeStartObject();
                generator.writeNumberField("count", difference.count());
                difference(generator, difference.first());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeNumberField("further", summary.further());
            generator.writeEndObject();
        }
        out.line(line.toString());
    }

    private static void difference(JsonGenerator generator, Outcome outcome) throws IOException {
        generator.writeArrayFieldStart("aspects");
        for (Aspect aspect : outcome.aspects()) {
            generator.writeString(token(aspect));
        }
        generator.writeEndArray();
        generator.writeObjectFieldStart("before");
        JsonReport.verdict(generator, outcome.current());
        generator.writeEndObject();
        generator.writeObjectFieldStart("after");
        JsonReport.verdict(generator, outcome.candidate());
        generator.writeEndObject();
        generator.writeStringField("reply", TabbedReport.text(outcome.reply()));
    }

    private static List<Difference> shown(RuleComparison.Summary summary) {
        List<Difference> all = byCount(summary);
        return all.subList(0, Math.min(MOST_SHOWN, all.size()));
    }

    private static List<Difference> byCount(RuleComparison.Summary summary) {
        List<Difference> all = new ArrayList<>(summary.differences());
        all.sort(Comparator.comparingLong(Difference::count).reversed());
        return all;
    }

    private static String byAspect(RuleComparison.Summary summary) {
        return summary.byAspect().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> String.format(Locale.ROOT, "%s %,d", token(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Verdict verdict) {
        return String.join(
                        " ",
                        verdict.deferralClass().token(),
                        verdict.temporary() ? "temporary" : "permanent",
                        verdict.scope().token(),
                        verdict.ruleId(),
                        verdict.temporary() ? WaitText.of(verdict.earliestRetry()) : "-",
                        verdict.remedy().token())
                + verdict.giveUpAfter()
                        .map(limit -> " give-up " + WaitText.of(limit))
                        .orElse("");
    }

    private static String aspects(Set<Aspect> aspects) {
        return aspects.stream().map(ReplayReport::token).collect(Collectors.joining(","));
    }

    private static String token(Aspect aspect) {
        return aspect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
