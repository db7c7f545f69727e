package io.sluice.reply;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads time stamps such as {@code 2026-03-02T07:08:09.123Z}: many times faster than the general parser. */
final class UtcTime {
    private static final String FORM = "yyyy-MM-ddTHH:mm:ss";
    private static final int MOST_FRACTION = 9;

    private UtcTime() {}

    /** The time that {@code word} says; empty when it is none of that form. Never throws. */
    static Optional<Instant> parse(String word) {
        int end = word.length() - 1;
        if (end < FORM.length() || end > FORM.length() + 1 + MOST_FRACTION || word.charAt(end) != 'Z') {
            return Optional.empty();
        }
        for (int i = 0; i < end; i++) {
            char c = word.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == 'T';
                        case 13, 16 -> c == ':';
                        case 19 -> c == '.' && end > FORM.length() + 1;
                        default -> c >= '0' && c <= '9';
                    };
            if (!fits) {
                return Optional.empty();
            }
        }
        try {
            LocalDate date = LocalDate.of(number(word, 0, 4), number(word, 5, 7), number(word, 8, 10));
            LocalTime time =
                    LocalTime.of(number(word, 11, 13), number(word, 14, 16), number(word, 17, 19), nanos(word, end));
            return Optional.of(date.atTime(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int nanos(String word, int end) {
        int nanos = 0;
        int from = FORM.length() + 1;
        for (int i = from; i < from + MOST_FRACTION; i++) {
            nanos = nanos * 10 + (i < end ? word.charAt(i) - '0' : 0);
        }
        return nanos;
    }

    private static int number(String word, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + word.charAt(i) - '0';
        }
        return number;
    }
}
