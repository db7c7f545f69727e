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
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !isType(parts[0]) || !isNumber(parts[1]) || !isNumber(parts[2])) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatusCode(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }

    private static boolean isPart(char c) {
        return c == '.' || isDigit(c);
    }

    private static boolean isType(String part) {
        return part.equals("2") || part.equals("4") || part.equals("5");
    }

    private static boolean isNumber(String part) {
        return part.equals("0")
                || (part.length() >= 1
                        && part.length() <= 3
                        && part.charAt(0) != '0'
                        && part.chars().allMatch(c -> isDigit((char) c)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return type + "." + subject + "." + detail;
    }
}
