package io.sluice.cli;

import io.sluice.cli.Counts.Count;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A summary for people. */
final class SummaryText implements Report {
    private static final int WIDTH = 100;
    private static final int TASKS = 8;
    private static final int LINES = 15;
    private static final int SAMPLES = 8;
    /** More hours than that are shown as days. */
    private static final int HOURS = 48;

    private static final int BAR = 30;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH'h'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Summary summary = new Summary();
    private final Output out;

    SummaryText(Output out) {
        this.out = out;
    }

    @Override
    public void add(Judged judged) {
        summary.add(judged);
    }

    @Override
    public void finish() throws IOException {
        long all = summary.replies();
        if (all == 0) {
            out.line("No replies.");
            return;
        }
        out.line(number(all) + (all == 1 ? " reply: " : " replies: ") + number(summary.temporary()) + " temporary, "
                + number(summary.permanent()) + " permanent in practice" + period());
        if (summary.assumed() > 0) {
            out.line(number(summary.assumed())
                    + " of them name no host; only their words say that they are Microsoft's");
        }
        tasks();
        table("By class", summary.classes().byCount(), Function.identity());
        times();
        table("By region of Microsoft's front end", summary.regions().byCount(), Function.identity());
        table("By rule", summary.rules().byCount(), Function.identity());
        table("By service", summary.services().byCount(), Function.identity());
        table("By host", summary.hosts().byCount(), Function.identity());
        others(summary.hosts());
        unknown();
    }

    private String period() {
        if (summary.first().isEmpty()) {
            return "";
        }
        String from = MINUTE.format(summary.first().get());
        String to = MINUTE.format(summary.last().orElseThrow());
        return from.equals(to) ? ", at " + from + " UTC" : ", from " + from + " to " + to + " UTC";
    }

    private void tasks() throws IOException {
        heading("What to do first");
        List<Summary.Task> tasks = summary.tasks();
        int number = 1;
        for (Summary.Task task : tasks.subList(0, Math.min(TASKS, tasks.size()))) {
            out.line(String.format(
                    Locale.ROOT,
                    "%2d. %s: %s x %s, about the %s [%s]",
                    number++,
                    task.urgency().title(),
                    number(task.count()),
                    task.verdict().deferralClass().token(),
                    task.verdict().scope().token(),
                    task.verdict().ruleId()));
            for (String line : wrapped(task.verdict().advice())) {
                out.line("    " + line);
            }
        }
        more(tasks.size() - TASKS, "rules");
    }

    private void times() throws IOException {
        if (summary.hours().isEmpty()) {
            return;
        }
        boolean byDay = summary.hours().size() > HOURS;
        List<Count<Instant>> hours = summary.hours().byKey();
        heading(byDay ? "By day (UTC)" : "By hour (UTC)");
        List<Count<String>> rows = new ArrayList<>();
        for (Count<Instant> hour : hours) {
            String label = (byDay ? DAY : HOUR).format(hour.key());
            int at = rows.size() - 1;
            if (at >= 0 && rows.get(at).key().equals(label)) {
                rows.set(at, new Count<>(label, rows.get(at).count() + hour.count()));
            } else {
                rows.add(new Count<>(label, hour.count()));
            }
        }
        List<Count<String>> shown = rows.subList(Math.max(0, rows.size() - HOURS), rows.size());
        long highest = shown.stream().mapToLong(Count::count).max().orElse(1);
        for (Count<String> row : shown) {
            int length = (int) Math.max(1, row.count() * BAR / highest);
            out.line(String.format(Locale.ROOT, "%10s  %s  %s", number(row.count()), row.key(), "#".repeat(length)));
        }
        if (shown.size() < rows.size()) {
            out.line("            (the last " + HOURS + " days)");
        }
        if (summary.undated() > 0) {
            out.line(String.format(Locale.ROOT, "%10s  without a time", number(summary.undated())));
        }
    }

    private <K extends Comparable<K>> void table(String title, List<Count<K>> counts, Function<K, String> label)
            throws IOException {
        heading(title);
        for (Count<K> count : counts.subList(0, Math.min(LINES, counts.size()))) {
            out.line(String.format(
                    Locale.ROOT,
                    "%10s %5.1f %%  %s",
                    number(count.count()),
                    100.0 * count.count() / summary.replies(),
                    label.apply(count.key())));
        }
        more(counts.size() - LINES, "rows");
    }

    private void others(Counts<String> counts) throws IOException {
        if (counts.others() > 0) {
            out.line(String.format(
                    Locale.ROOT,
                    "%10s          others: more than %s hosts are not told apart",
                    number(counts.others()),
                    number(Summary.MOST_KEYS)));
        }
    }

    private void unknown() throws IOException {
        if (summary.unknown().isEmpty()) {
            return;
        }
        heading("Replies that no rule knows");
        List<Count<String>> samples = summary.unknown().byCount();
        for (Count<String> sample : samples.subList(0, Math.min(SAMPLES, samples.size()))) {
            out.line(String.format(Locale.ROOT, "%10s  %s", number(sample.count()), sample.key()));
        }
        more(samples.size() - SAMPLES, "texts");
    }

    private void heading(String title) throws IOException {
        out.line("").line(title);
    }

    private void more(int count, String what) throws IOException {
        if (count > 0) {
            out.line("            and " + number(count) + " more " + what);
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
