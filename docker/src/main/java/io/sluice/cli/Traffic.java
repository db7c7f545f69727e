package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.server.Series;
import io.sluice.cli.server.Series.Numbers;
import io.sluice.cli.server.Server;
import io.sluice.reply.DeferralClass;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happened to mail to Microsoft in a time.
 *
 * @param to when it ends
 * @param all lanes together
 * @param lanes each lane by its name
 */
record Traffic(Instant to, Series all, Map<String, Series> lanes) {
    private static final List<String> CLASSES =
            Arrays.stream(DeferralClass.values()).map(DeferralClass::token).toList();

    static Traffic of(Server server, Instant since, Instant to) {
        Series all = Series.hours(server, since, Optional.empty());
        Map<String, Series> lanes = new LinkedHashMap<>();
        all.lanes().forEach(lane -> lanes.put(lane, Series.hours(server, since, Optional.of(lane))));
        return new Traffic(to, all, lanes);
    }

    void json(Output out) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.set("all", all.json());
        ObjectNode each = root.putObject("lanes");
        lanes.forEach((name, series) -> each.set(name, series.json()));
        out.line(root.toString());
    }

    void csv(Output out) throws IOException {
        List<String> head = new ArrayList<>(List.of(
                "hour",
                "lane",
                "attempts",
                "accepted",
                "deferred",
                "failed",
                "expired",
                "time_to_accept_p50_s",
                "time_to_accept_p95_s",
                "allowed_per_s",
                "ready",
                "waiting",
                "held"));
        CLASSES.forEach(type -> head.add("deferred_" + type.replace('-', '_')));
        out.line(String.join(",", head));
        for (Map.Entry<String, Series> lane : lanes.entrySet()) {
            for (Numbers hour : lane.getValue().hours()) {
                out.line(String.join(",", csv(lane.getKey(), hour)));
            }
        }
    }

    private static List<String> csv(String lane, Numbers hour) {
        Map<String, Long> deferred = hour.deferred();
        List<String> cells = new ArrayList<>(List.of(
                hour.start(),
                quoted(lane),
                Long.toString(hour.attempts()),
                Long.toString(hour.accepted()),
                Long.toString(hour.allDeferred()),
                Long.toString(hour.allFailed()),
                Long.toString(hour.expired()),
                known(hour.acceptSecondsHalf()),
                known(hour.acceptSecondsMost()),
                known(hour.level("ratePerSecond")),
                known(hour.level("ready")),
                known(hour.level("waiting")),
                known(hour.level("held"))));
        CLASSES.forEach(type -> cells.add(Long.toString(deferred.getOrDefault(type, 0L))));
        return cells;
    }

    private static String known(double value) {
        if (value < 0) {
            return "";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String quoted(String text) {
        return '"' + SafeText.oneLine(text).replace("\"", "\"\"") + '"';
    }

    void text(Output out) throws IOException {
        out.line("Mail to Microsoft from " + minute(all.total().start()) + " to " + minute(to.toString()) + " UTC");
        out.line("");
        Table table =
                new Table().row("LANE", "ACCEPTED", "DEFERRED", "FAILED", "EXPIRED", "P50", "P95", "PER ACCEPTED");
        lanes.forEach((name, series) -> row(table, name, series.total()));
        row(table, "all", all.total());
        print(table, out);
        print("Deferred, by class", all.total().deferred(), out);
        print("Failed, by class", all.total().failed(), out);
        print("Refused, by region of the service", all.total().regions(), out);
        out.line("");
        out.line("Hour by hour");
        Table hours = new Table()
                .row("HOUR, UTC", "ACCEPTED", "DEFERRED", "FAILED", "EXPIRED", "P95", "READY", "WAITING", "HELD");
        for (Numbers hour : withoutIdleBegin()) {
            hours.row(
                    minute(hour.start()),
                    hour.accepted(),
                    hour.allDeferred(),
                    hour.allFailed(),
                    hour.expired(),
                    seconds(hour.acceptSecondsMost()),
                    dash(hour.level("ready")),
                    dash(hour.level("waiting")),
                    dash(hour.level("held")));
        }
        print(hours, out);
    }

    /** A server that began yesterday has nothing to tell of the month before. */
    private List<Numbers> withoutIdleBegin() {
        return all.hours().stream().dropWhile(Traffic::isIdle).toList();
    }

    private static boolean isIdle(Numbers hour) {
        return hour.attempts() == 0
                && hour.expired() == 0
                && Stream.of("ready", "waiting", "held").allMatch(level -> hour.level(level) <= 0);
    }

    private static void row(Table table, String name, Numbers numbers) {
        table.row(
                name,
                numbers.accepted(),
                numbers.allDeferred(),
                numbers.allFailed(),
                numbers.expired(),
                seconds(numbers.acceptSecondsHalf()),
                seconds(numbers.acceptSecondsMost()),
                numbers.accepted() == 0
                        ? "-"
                        : String.format(Locale.ROOT, "%.3f", (double) numbers.allDeferred() / numbers.accepted()));
    }

    private static void print(String title, Map<String, Long> counts, Output out) throws IOException {
        if (counts.isEmpty()) {
            return;
        }
        out.line("");
        out.line(title);
        Table table = new Table();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(each -> table.row("  " + each.getKey(), each.getValue()));
        print(table, out);
    }

    private static void print(Table table, Output out) throws IOException {
        for (String line : table.lines()) {
            out.line(line);
        }
    }

    /** Of a time as the server writes it. */
    static String minute(String time) {
        return time.length() < 16 ? time : time.substring(0, 16).replace('T', ' ');
    }

    private static String seconds(double value) {
        if (value < 0) {
            return "-";
        }
        if (value >= 600) {
            return String.format(Locale.ROOT, "%.0fmin", value / 60);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1fs" : "%.0fs", value);
    }

    private static String dash(double value) {
        return value < 0 ? "-" : Long.toString((long) value);
    }
}
