package io.sluice.cli;

import io.sluice.cli.input.Sighting;
import io.sluice.reply.Explanation;
import io.sluice.reply.Explanation.Reason;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of {@link TabbedReport}, and under each of them, after a tab, what there is to say about it. */
final class ExplainedReport implements Report {
    private final Output out;
    private final Why why;

    ExplainedReport(Output out, Why why) {
        this.out = out;
        this.why = why;
    }

    @Override
    public void add(Judged judged) throws IOException {
        Explanation explanation = why.of(judged);
        out.line(TabbedReport.row(judged));
        line("because", because(judged, explanation));
        line("quoted", explanation.quoted().orElse(""));
        line("said", circumstances(judged.sighting()));
        line(
                "parts",
                Parts.of(judged.parts()).entrySet().stream()
                        .map(part -> part.getKey() + " " + part.getValue())
                        .collect(Collectors.joining("; ")));
        line("remedy", remedy(judged));
        line("advice", judged.verdict().advice());
    }

    private void line(String title, String text) throws IOException {
        if (!text.isEmpty()) {
            out.line(String.format("\t%-8s %s", title, text));
        }
    }

    private static String because(Judged judged, Explanation explanation) {
        List<String> reasons = new ArrayList<>();
        explanation.reasons().forEach(reason -> reasons.add(reason(reason)));
        if (judged.assumed()) {
            reasons.add("no host is named: taken as Microsoft's for its words (--service none would not)");
        }
        if (!judged.known()) {
            reasons.add("no rule knows more of it");
        }
        return String.join("; ", reasons);
    }

    private static String reason(Reason reason) {
        return switch (reason.part()) {
            case ORIGIN -> reason.found().equals("microsoft") ? "Microsoft's" : "not Microsoft's";
            case WORDS -> "words \"" + reason.found() + "\"";
            case PATTERN -> "pattern " + reason.wanted() + " found \"" + reason.found() + "\"";
            default -> {
                String name = reason.part().token().replace('-', ' ');
                boolean same = reason.wanted().equalsIgnoreCase(reason.found());
                yield name + " " + reason.found() + (same ? "" : " in " + reason.wanted());
            }
        };
    }

    private static String circumstances(Sighting sighting) {
        List<String> known = new ArrayList<>();
        RemoteHost remote = sighting.reply().remote();
        if (!remote.equals(RemoteHost.NONE)) {
            known.add("by " + remote);
        }
        sighting.service().ifPresent(service -> known.add("service " + service.token()));
        if (sighting.reply().stage() != SmtpStage.OTHER) {
            known.add("stage " + sighting.reply().stage().token());
        }
        sighting.reply().recipient().ifPresent(recipient -> known.add("for " + recipient));
        sighting.time().map(Instant::toString).ifPresent(time -> known.add("at " + time));
        return String.join("; ", known);
    }

    private static String remedy(Judged judged) {
        return judged.verdict().remedy().token()
                + judged.verdict()
                        .giveUpAfter()
                        .map(limit -> ", give up after " + WaitText.of(limit))
                        .orElse("");
    }
}
