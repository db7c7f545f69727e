package io.sluice.cli;

import io.sluice.cli.server.LaneStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lanes of a server as text: one line each, and another one for what is wrong with it. */
final class LaneTable {
    private static final int LONGEST_CAUSE = 160;

    private LaneTable() {}

    static List<String> lines(List<LaneStatus> lanes, Instant now) {
        Table table = new Table()
                .row(
                        "LANE",
                        "STATE",
                        "ALLOWED",
                        "ACTUAL",
                        "CONN",
                        "READY",
                        "WAITING",
                        "HELD",
                        "SENDING",
                        "ACCEPTED",
                        "DEFERRED",
                        "FAILED");
        lanes.forEach(lane -> table.row(
                lane.name(),
                lane.condition(),
                rate(lane.allowed()),
                rate(lane.rate()),
                lane.connections() < 0 ? "-" : lane.connections(),
                lane.ready(),
                lane.waiting(),
                lane.held(),
                lane.inFlight(),
                lane.accepted(),
                lane.deferred(),
                lane.failed()));
        List<String> rows = table.lines();
        List<String> lines = new ArrayList<>();
        lines.add(rows.get(0));
        for (int i = 0; i < lanes.size(); i++) {
            lines.add(rows.get(i + 1));
            LaneStatus lane = lanes.get(i);
            if (lane.isClosed()) {
                lines.add("    " + why(lane, now));
            }
        }
        return lines;
    }

    private static String why(LaneStatus lane, Instant now) {
        String until = lane.until()
                .map(time -> "opens in " + about(Duration.between(now, time)) + ": ")
                .orElse("");
        String cause = SafeText.oneLine(lane.cause());
        return until + (cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) + "..." : cause);
    }

    private static String about(Duration time) {
        if (time.isNegative()) {
            return "0s";
        }
        boolean minutes = time.compareTo(Duration.ofMinutes(2)) > 0;
        return WaitText.of(time.truncatedTo(minutes ? ChronoUnit.MINUTES : ChronoUnit.SECONDS));
    }

    /** Slow rates by the minute or the hour, as nobody can read 0.003 a second. */
    static String rate(double perSecond) {
        if (perSecond < 0) {
            return "-";
        }
        if (perSecond == 0 || perSecond >= 1) {
            return String.format(Locale.ROOT, "%.1f/s", perSecond);
        }
        return perSecond * 60 >= 1
                ? String.format(Locale.ROOT, "%.1f/min", perSecond * 60)
                : String.format(Locale.ROOT, "%.1f/h", perSecond * 3600);
    }
}
