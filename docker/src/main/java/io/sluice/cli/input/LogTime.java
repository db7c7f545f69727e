package io.sluice.cli.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Time stamps at the beginning of lines, read by hand, as millions of them may come. */
final class LogTime {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final int SECONDS_END = "2026-01-02T03:04:05".length();
    private static final int SYSLOG_END = "Jan  2 03:04:05".length();
    private static final int LONGEST_FRACTION = 10;

    private LogTime() {}

    /** A stamp with date and offset, such as {@code 2026-01-02T03:04:05.678+01:00} or with {@code Z}. */
    static Optional<Instant> atBeginning(String line) {
        if (line.length() <= SECONDS_END || line.charAt(4) != '-' || line.charAt(10) != 'T') {
            return Optional.empty();
        }
        int at = SECONDS_END;
        if (line.charAt(at) == '.' || line.charAt(at) == ',') {
            at++;
            while (at < line.length() && at < SECONDS_END + LONGEST_FRACTION && isDigit(line.charAt(at))) {
                at++;
            }
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(line, 0, 4),
                    number(line, 5, 7),
                    number(line, 8, 10),
                    number(line, 11, 13),
                    number(line, 14, 16),
                    number(line, 17, 19));
            return offset(line, at).map(local::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A stamp of syslog, which has neither year nor zone: {@code Jan  2 03:04:05}.
     *
     * @param zone the zone that the log was written in
     * @param now the latest moment that it can be; the year follows from it
     */
    static Optional<Instant> ofSyslog(String line, ZoneId zone, Instant now) {
        if (line.length() <= SYSLOG_END || line.charAt(3) != ' ' || line.charAt(9) != ':') {
            return Optional.empty();
        }
        try {
            int month = 1 + MONTHS.indexOf(line.substring(0, 3));
            int day = line.charAt(4) == ' ' ? number(line, 5, 6) : number(line, 4, 6);
            int year = now.atZone(zone).getYear();
            Instant thisYear = syslog(line, year, month, day).atZone(zone).toInstant();
            // A clock may be ahead by a little; a day ahead is last year.
            boolean ahead = thisYear.isAfter(now.plusSeconds(86_400));
            return Optional.of(
                    ahead ? syslog(line, year - 1, month, day).atZone(zone).toInstant() : thisYear);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDateTime syslog(String line, int year, int month, int day) {
        return LocalDateTime.of(year, month, day, number(line, 7, 9), number(line, 10, 12), number(line, 13, 15));
    }

    private static Optional<ZoneOffset> offset(String line, int at) {
        if (at >= line.length()) {
            return Optional.empty();
        }
        char sign = line.charAt(at);
        if (sign == 'Z') {
            return Optional.of(ZoneOffset.UTC);
        }
        int minutes = at + 3 < line.length() && line.charAt(at + 3) == ':' ? at + 4 : at + 3;
        if ((sign != '+' && sign != '-') || minutes + 2 > line.length()) {
            return Optional.empty();
        }
        int factor = sign == '-' ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(
                factor * number(line, at + 1, at + 3), factor * number(line, minutes, minutes + 2)));
    }

    /** @throws DateTimeException if there is anything but digits */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                throw new DateTimeException("No number in a time stamp");
            }
            value = 10 * value + (c - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
