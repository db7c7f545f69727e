package io.sluice.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws the picture of a moment. Pure. */
final class LaneTable {
    private static final int BAR = 30;
    private static final int LONGEST_CAUSE = 110;

    private LaneTable() {}

    /**
     * The picture.
     *
     * @param others deliveries to everybody else, which James's own RemoteDelivery makes
     */
    static List<String> draw(List<LaneView> lanes, long others, Tally tally, Duration elapsed, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(progress(tally, elapsed));
        lines.add(row("lane", "state", "accepted", "queued", "next due", "rate"));
        for (LaneView lane : lanes) {
            lines.add(row(
                    lane.name(),
                    state(lane, now),
                    Long.toString(lane.accepted()),
                    Long.toString(lane.queued()),
                    due(lane).map(due -> in(due, now)).orElse("-"),
                    String.format(Locale.ROOT, "%.1f/s", lane.ratePerSecond())));
            lines.add(detail("deferred: " + counts(lane.deferred())));
            lane.cause().ifPresent(cause -> lines.add(detail("because of " + Printable.line(cause, LONGEST_CAUSE))));
        }
        lines.add(row("everybody else", "James's RemoteDelivery", Long.toString(others), "-", "-", "-"));
        return lines;
    }

    private static String row(String lane, String state, String accepted, String queued, String due, String rate) {
        return String.format(Locale.ROOT, "  %-15s %-24s %8s %7s %9s %9s", lane, state, accepted, queued, due, rate);
    }

    private static String detail(String text) {
        return " ".repeat(18) + text;
    }

    private static String progress(Tally tally, Duration elapsed) {
        int filled = tally.expected() == 0 ? 0 : BAR * tally.arrived() / tally.expected();
        return String.format(
                Locale.ROOT,
                "%4d s  [%s%s] %d of %d delivered, %d twice",
                elapsed.toSeconds(),
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                tally.arrived(),
                tally.expected(),
                tally.duplicated());
    }

    private static String state(LaneView lane, Instant now) {
        return switch (lane.state()) {
            case "closed" -> "waits, tries "
                    + lane.until().map(until -> in(until, now)).orElse("later");
            case "testing" -> "one mail tests it";
            default -> lane.state();
        };
    }

    /** What is due while the lane waits, waits with it. */
    private static Optional<Instant> due(LaneView lane) {
        return lane.nextDue()
                .map(due -> lane.until().filter(until -> until.isAfter(due)).orElse(due));
    }

    private static String in(Instant then, Instant now) {
        long millis = Duration.between(now, then).toMillis();
        return millis <= 0 ? "now" : String.format(Locale.ROOT, "in %.1f s", millis / 1000.0);
    }

    /** Such as {@code outage 3, service-throttle 12}. */
    static String counts(Map<String, Long> byClass) {
        return byClass.isEmpty()
                ? "nothing"
                : byClass.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
