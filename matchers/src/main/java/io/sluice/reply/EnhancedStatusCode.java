package io.sluice.reply;

import java.util.Optional;

/**
 * An enhanced mail system status code (RFC 3463), for example {@code 4.7.650}.
 *
 * @param type 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatusCode(int type, int subject, int detail) {
    private static final int LONGEST = "5.999.999".length();
    private static final int MOST_DIGITS = 3;

    public EnhancedStatusCode {
        if (type != 2 && type != 4 && type != 5) {
            throw new IllegalArgumentException("An enhanced status code begins with 2, 4 or 5, not " + type);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("Subject and detail are 0 to 999, not " + subject + " and " + detail);
        }
    }

    /**
     * Reads the code that {@code text} begins with; empty when it begins with none. Punctuation may follow, as in
     * {@code 5.7.1: refused}; a fourth number may not, so that no IP address is taken for a code.
     */
    public static Optional<EnhancedStatusCode> leading(String text) {
        int end = 0;
        while (end < text.length() && end <= LONGEST && isPart(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            return Optional.empty();
        }
        return parse(text.substring(0, end));
    }

    /** Reads {@code text} as a whole; empty when it is no such code. No leading zeros (RFC 3463 section 2). */
    public static Optional<EnhancedStatusCode> parse(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first != 1 || second < 0 || text.length() > LONGEST || !isType(text.charAt(0))) {
            return Optional.empty();
        }
        int subject = number(text, first + 1, second);
        int detail = number(text, second + 1, text.length());
        return subject < 0 || detail < 0
                ? Optional.empty()
                : Optional.of(new EnhancedStatusCode(text.charAt(0) - '0', subject, detail));
    }

    private static boolean isPart(char c) {
        return c == '.' || isDigit(c);
    }

    private static boolean isType(char c) {
        return c == '2' || c == '4' || c == '5';
    }

    /** One to three digits without leading zeros; -1 when it is anything else. */
    private static int number(String text, int from, int to) {
        boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
        if (to == from || to - from > MOST_DIGITS || leadingZero) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return type + "." + subject + "." + detail;
    }
}
