package io.sluice.simulation.report;

import io.sluice.simulation.Histogram;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Outcome;
import io.sluice.simulation.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/** Runs as tables in Markdown: a row for each scenario, a column for each sender. */
public final class Tables {
    private final List<Scenario> scenarios;
    private final List<String> senders;
    private final List<Run> runs;

    /** @param runs one for each scenario and sender that is shown; others are left empty */
    public Tables(List<Scenario> scenarios, List<String> senders, List<Run> runs) {
        this.scenarios = List.copyOf(scenarios);
        this.senders = List.copyOf(senders);
        this.runs = List.copyOf(runs);
    }

    /** All tables. */
    public String markdown() {
        StringBuilder page = new StringBuilder();
        receivers(page);
        table(page, "Goodput: accepted mails against the ideal", Tables::goodput);
        table(page, "Refused attempts for each accepted mail", Tables::refused);
        table(page, "Time to nine tenths of the ideal rate", Tables::recoveries);
        table(page, "Delay of mail, median and 99th percentile", Tables::delays);
        table(page, "Swing of the rate when steady (coefficient of variation), penalties provoked", Tables::steadiness);
        return page.toString();
    }

    /** The cells of one run, in the order of the tables. */
    public static List<String> cells(Outcome outcome) {
        return List.of(goodput(outcome), refused(outcome), recoveries(outcome), delays(outcome), steadiness(outcome));
    }

    private void receivers(StringBuilder page) {
        page.append("| receiver | what it does, and what comes in | for |\n|---|---|---|\n");
        for (Scenario scenario : scenarios) {
            page.append("| ")
                    .append(scenario.name())
                    .append(" | ")
                    .append(scenario.description())
                    .append(" | ")
                    .append(duration(scenario.duration()))
                    .append(" |\n");
        }
    }

    private void table(StringBuilder page, String title, Function<Outcome, String> cell) {
        page.append("\n### ").append(title).append("\n\n| receiver |");
        senders.forEach(sender -> page.append(' ').append(sender).append(" |"));
        page.append("\n|---|").append("---|".repeat(senders.size())).append('\n');
        for (Scenario scenario : scenarios) {
            page.append("| ").append(scenario.name()).append(" |");
            for (String sender : senders) {
                String text = runs.stream()
                        .filter(run -> run.scenario().name().equals(scenario.name())
                                && run.sender().equals(sender))
                        .map(run -> cell.apply(run.outcome()))
                        .findFirst()
                        .orElse("");
                page.append(' ').append(text).append(" |");
            }
            page.append('\n');
        }
    }

    private static String goodput(Outcome outcome) {
        String given = outcome.givenUp() > 0 ? ", " + outcome.givenUp() + " bounced" : "";
        return number("%.3f", outcome.goodput()) + given;
    }

    private static String refused(Outcome outcome) {
        double refused = outcome.refusedPerAccepted();
        return number(refused < 1 ? "%.4f" : refused < 100 ? "%.1f" : "%.0f", refused);
    }

    private static String recoveries(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        for (Scenario.Mark mark : outcome.scenario().marks()) {
            OptionalLong recovery = outcome.recovery(mark);
            text.append(text.isEmpty() ? "" : ", ")
                    .append(mark.name())
                    .append(' ')
                    .append(recovery.isPresent() ? duration(recovery.getAsLong()) : "never");
        }
        return text.toString();
    }

    private static String delays(Outcome outcome) {
        String ordinary = outcome.scenario().saturated() ? "" : delays(outcome.delays());
        String urgent = outcome.urgentDelays().total() == 0 ? "" : "urgent " + delays(outcome.urgentDelays());
        return ordinary + (ordinary.isEmpty() || urgent.isEmpty() ? "" : "; ") + urgent;
    }

    private static String delays(Histogram histogram) {
        return duration(histogram.quantile(0.5)) + " / " + duration(histogram.quantile(0.99));
    }

    private static String steadiness(Outcome outcome) {
        return number("%.3f", outcome.oscillation())
                + (outcome.penalties() > 0 ? ", " + outcome.penalties() + " penalties" : "");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String duration(long nanos) {
        double seconds = Nanos.seconds(nanos);
        if (seconds < 120) {
            return number(seconds > 0 && seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        double minutes = seconds / 60;
        return minutes < 120 ? number("%.0f min", minutes) : number("%.1f h", minutes / 60);
    }
}
