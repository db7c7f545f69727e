package io.sluice.demo;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is said in the end. Pure. */
final class Summary {
    private final MicrosoftWorld world;
    private final Traffic traffic;
    private final Tally tally;

    Summary(MicrosoftWorld world, Traffic traffic, Tally tally) {
        this.world = world;
        this.traffic = traffic;
        this.tally = tally;
    }

    /**
     * The lines.
     *
     * @param lanes the lanes in the end
     * @param duration from the first mail to the last delivery
     */
    List<String> lines(List<LaneView> lanes, Duration duration) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Summary");
        lines.add(row("mails submitted", Integer.toString(traffic.mails().size())));
        lines.add(row("recipients", recipients()));
        lines.add(row("delivered exactly once", tally.once() + " of " + tally.expected()));
        lines.add(row("duplicates", Integer.toString(tally.duplicated() + tally.unexpected())));
        lines.add(row("lost", Integer.toString(tally.missing())));
        lines.add(row("bounced, as expected", bounce()));
        lines.add(row("deferrals by class", LaneTable.counts(deferred(lanes))));
        lines.add(row("refused attempts", refused()));
        lines.add(row("duration", String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)));
        lines.add("");
        lines.add(
                tally.perfect()
                        ? "Every mail arrived exactly once; the unknown recipient's mail came back to its sender."
                        : "NOT every mail arrived exactly once.");
        return lines;
    }

    private static String row(String what, String value) {
        return String.format(Locale.ROOT, "  %-24s %s", what, value);
    }

    private String recipients() {
        return (tally.expected() + 1) + ": "
                + traffic.recipientsIn(Traffic.CONSUMER) + " consumer, "
                + traffic.recipientsIn(Traffic.TENANTS) + " business, "
                + traffic.recipientsIn(Traffic.OTHERS) + " everybody else";
    }

    /** With Microsoft's own words, if they are in the bounce. */
    private String bounce() {
        return tally.bounces().size() + " (" + traffic.unknown() + ", "
                + tally.bounces().stream()
                        .findFirst()
                        .map(Summary::quotesTheReply)
                        .orElse("which has not come")
                + ")";
    }

    private static String quotesTheReply(AcceptedMail bounce) {
        return bounce.content().contains("S2017062302")
                ? "with the receiver's reply in the bounce"
                : "WITHOUT the receiver's reply in the bounce";
    }

    private static Map<String, Long> deferred(List<LaneView> lanes) {
        Map<String, Long> all = new TreeMap<>();
        lanes.forEach(lane -> lane.deferred().forEach((type, count) -> all.merge(type, count, Long::sum)));
        return all;
    }

    private String refused() {
        List<Ledger> microsoft =
                List.of(world.consumer().ledger(), world.business().ledger());
        long refusals = microsoft.stream().mapToLong(Ledger::refusalCount).sum();
        long accepted = microsoft.stream().mapToLong(Ledger::acceptedMails).sum();
        return String.format(
                Locale.ROOT,
                "%.2f per accepted mail (%d refusals, %d acceptances at Microsoft's receivers)",
                (double) refusals / Math.max(1, accepted),
                refusals,
                accepted);
    }
}
