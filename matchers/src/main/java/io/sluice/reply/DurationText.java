package io.sluice.reply;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Durations as people write them: a whole number and a unit. */
final class DurationText {
    static final String FORMS =
            "a whole number and a unit (milliseconds, seconds, minutes, hours, days), such as 15 minutes";

    private static final int MOST_DIGITS = 9;

    private DurationText() {}

    /** Reads {@code text}; empty if it is not {@linkplain #FORMS of that form}. */
    static Optional<Duration> parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(" +", -1);
        if (parts.length != 2 || !isNumber(parts[0])) {
            return Optional.empty();
        }
        long count = Long.parseLong(parts[0]);
        return switch (parts[1]) {
            case "millisecond", "milliseconds" -> Optional.of(Duration.ofMillis(count));
            case "second", "seconds" -> Optional.of(Duration.ofSeconds(count));
            case "minute", "minutes" -> Optional.of(Duration.ofMinutes(count));
            case "hour", "hours" -> Optional.of(Duration.ofHours(count));
            case "day", "days" -> Optional.of(Duration.ofDays(count));
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
