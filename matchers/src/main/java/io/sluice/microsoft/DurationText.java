package io.sluice.microsoft;

import java.time.Duration;
import org.apache.james.util.DurationParser;

/** Durations as people write them in configuration: a whole number and a unit, for example {@code 30 s}. */
public final class DurationText {
    /** For messages: what is allowed. */
    public static final String ALLOWED =
            "a whole number and a unit (ms, s, min, hours, days, weeks), for example 30 min";

    private static final int MAXIMUM_LENGTH = 64;

    private DurationText() {}

    /**
     * Reads a duration with James's own parser, and insists on the unit: James takes a bare number for milliseconds,
     * which is seldom what was meant.
     *
     * @throws IllegalArgumentException if the text is no such duration, is negative or does not fit
     */
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()
                || trimmed.length() > MAXIMUM_LENGTH
                || !Character.isLetter(trimmed.charAt(trimmed.length() - 1))) {
            throw new IllegalArgumentException("not a duration with a unit");
        }
        try {
            return DurationParser.parse(trimmed);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too long a duration", e);
        }
    }

    /** The largest unit that says it in a whole number, for example {@code 24 hours}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0 s";
        }
        if (millis % Duration.ofDays(1).toMillis() == 0) {
            return duration.toDays() + " days";
        }
        if (millis % Duration.ofHours(1).toMillis() == 0) {
            return duration.toHours() + " hours";
        }
        return millis % 1000 == 0 ? duration.toSeconds() + " s" : millis + " ms";
    }
}
