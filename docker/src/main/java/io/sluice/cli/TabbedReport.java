package io.sluice.cli;

import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;
import java.io.IOException;

/** A line for each reply, for people and scripts: six columns with tabs between them. */
final class TabbedReport implements Report {
    private final Output out;

    TabbedReport(Output out) {
        this.out = out;
    }

    @Override
    public void add(Judged judged) throws IOException {
        out.line(row(judged));
    }

    static String row(Judged judged) {
        Verdict verdict = judged.verdict();
        return String.join(
                "\t",
                verdict.deferralClass().token(),
                verdict.temporary() ? "temporary" : "permanent",
                verdict.scope().token(),
                verdict.ruleId(),
                verdict.temporary() ? WaitText.of(verdict.earliestRetry()) : "-",
                text(judged.sighting().reply()));
    }

    /** A reply is one clean line by itself; what came instead of one says so. */
    static String text(Reply reply) {
        String text = SafeText.collapsed(reply.text());
        return reply instanceof NoReply missing ? "no reply, " + missing.kind().token() + ": " + text : text;
    }
}
