package io.sluice.limits;

import io.sluice.lane.ControlLaw;
import io.sluice.lane.Pause;
import io.sluice.microsoft.DurationText;
import java.time.Duration;
import java.util.List;

/** The constants of the control, keys {@code control.*}. */
final class ControlSettings {
    static final String PREFIX = "control.";

    private static final int MOST_MESSAGES = 1_000_000;
    private static final double LEAST_PART = 1;
    private static final double MOST_PART = 99.9;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Values values;

    private ControlSettings(Values values) {
        this.values = values;
    }

    static ControlLaw read(Values values) {
        ControlLaw law = new ControlSettings(values).law(ControlLaw.DEFAULT);
        List<String> unknown = values.keys(PREFIX);
        unknown.removeAll(values.asked());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(Values.FILE + "unknown key " + unknown.get(0) + "; known are "
                    + String.join(", ", values.asked().tailSet(PREFIX).headSet("control/")));
        }
        return law;
    }

    private ControlLaw law(ControlLaw standard) {
        return new ControlLaw(
                messages("search-step", standard.searchStep()),
                values.decimal(PREFIX + "search-factor", 1.01, 10).orElse(standard.searchFactor()),
                values.percent(PREFIX + "approach", 50, MOST_PART).orElse(standard.approach()),
                messages("approach-step", standard.approachStep()),
                messages("patience", standard.patience()),
                values.decimal(PREFIX + "patience-of-recovery", 0, 10_000).orElse(standard.patienceOfRecovery()),
                part("first-cut", standard.firstCut()),
                part("second-cut", standard.secondCut()),
                part("later-cut", standard.laterCut()),
                messages("near", standard.near()),
                pause("rate-pause", standard.ratePause()),
                pause("reputation-pause", standard.reputationPause()),
                pause("service-pause", standard.servicePause()),
                pause("tenant-pause", standard.tenantPause()),
                values.whole(PREFIX + "burst", 1, 1000).orElse(standard.burst()),
                values.percent(PREFIX + "budget", 0.01, 100).orElse(standard.budget()),
                values.whole(PREFIX + "budget-reserve", 1, 10_000).orElse(standard.budgetReserve()),
                values.duration(PREFIX + "budget-regain", Duration.ofSeconds(1), Duration.ofDays(1))
                        .orElse(standard.budgetRegain()));
    }

    private int messages(String name, int standard) {
        return values.whole(PREFIX + name, 1, MOST_MESSAGES).orElse(standard);
    }

    private double part(String name, double standard) {
        return values.percent(PREFIX + name, LEAST_PART, MOST_PART).orElse(standard);
    }

    private Pause pause(String name, Pause standard) {
        String first = PREFIX + name + ".first";
        String longest = PREFIX + name + ".longest";
        Duration shortestPause = values.duration(first, SHORTEST, LONGEST).orElse(standard.first());
        double growth = values.decimal(PREFIX + name + ".growth", 1, 100).orElse(standard.growth());
        Duration longestPause = values.duration(longest, SHORTEST, LONGEST).orElse(standard.longest());
        if (longestPause.compareTo(shortestPause) < 0) {
            throw new IllegalArgumentException(Values.FILE + said(first, shortestPause) + " is longer than "
                    + said(longest, longestPause)
                    + "; allowed: at most as long");
        }
        return new Pause(shortestPause, growth, longestPause);
    }

    private String said(String key, Duration value) {
        return key + " = " + DurationText.format(value) + (values.isGiven(key) ? "" : " (not set here)");
    }
}
