package io.sluice.reply;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Turns raw replies, which are hostile, into one bounded, printable line. */
final class ReplyParser {
    /** More is never looked at: folding makes a reply shorter, but not by half. */
    private static final int MAXIMUM_RAW = 2 * SmtpReply.MAXIMUM_TEXT;

    private static final int CODE_LENGTH = 3;
    private static final int QUOTED = 80;
    private static final char DELETE = 0x7F;

    private ReplyParser() {}

    /** @throws IllegalArgumentException if {@code raw} is null, empty, or does not begin with a reply code */
    static SmtpReply parse(String raw, SmtpStage stage, RemoteHost remote, Optional<String> recipient) {
        List<String> lines = lines(raw);
        if (lines.isEmpty() || !beginsWithCode(lines.get(0))) {
            throw new IllegalArgumentException("Not an SMTP reply: " + (lines.isEmpty() ? "" : quote(lines.get(0))));
        }
        String digits = lines.get(0).substring(0, CODE_LENGTH);
        String firstText = afterCode(lines.get(0));
        Optional<EnhancedStatusCode> enhanced = EnhancedStatusCode.leading(firstText);
        StringBuilder line = new StringBuilder(digits).append(' ').append(firstText);
        lines.stream().skip(1).forEach(next -> line.append(' ').append(continuation(next, digits, enhanced)));
        return new SmtpReply(Integer.parseInt(digits), enhanced, line.toString(), stage, remote, recipient);
    }

    /** One line, no control characters, at most {@link SmtpReply#MAXIMUM_TEXT} characters. Idempotent. */
    static String printable(String text) {
        String bounded = text.length() > SmtpReply.MAXIMUM_TEXT ? text.substring(0, SmtpReply.MAXIMUM_TEXT) : text;
        char[] characters = bounded.toCharArray();
        boolean clean = true;
        for (int i = 0; i < characters.length; i++) {
            if (isUnprintable(characters[i])) {
                characters[i] = ' ';
                clean = false;
            }
        }
        return clean ? bounded.strip() : new String(characters).strip();
    }

    /** Controls, line separators, invisible formatting such as bidirectional overrides, and halves of characters. */
    private static boolean isUnprintable(int c) {
        if (c >= ' ' && c < DELETE) {
            return false;
        }
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE;
    }

    private static List<String> lines(String raw) {
        if (raw == null) {
            return List.of();
        }
        return Arrays.stream(
                        raw.substring(0, Math.min(raw.length(), MAXIMUM_RAW)).split("[\r\n]+", -1))
                .map(ReplyParser::printable)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    static boolean beginsWithCode(String line) {
        return line.length() >= CODE_LENGTH
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == CODE_LENGTH || !Character.isLetterOrDigit(line.charAt(CODE_LENGTH)));
    }

    private static String afterCode(String line) {
        if (line.length() == CODE_LENGTH) {
            return "";
        }
        char separator = line.charAt(CODE_LENGTH);
        boolean dropped = separator == '-' || Character.isWhitespace(separator);
        return line.substring(dropped ? CODE_LENGTH + 1 : CODE_LENGTH).strip();
    }

    /** Drops the repeated code, and the enhanced code that Microsoft repeats on each line. */
    private static String continuation(String line, String digits, Optional<EnhancedStatusCode> enhanced) {
        if (!beginsWithCode(line) || !line.startsWith(digits)) {
            return line;
        }
        String text = afterCode(line);
        boolean repeated =
                enhanced.isPresent() && EnhancedStatusCode.leading(text).equals(enhanced);
        return repeated ? text.substring(enhanced.get().toString().length()).strip() : text;
    }

    private static String quote(String line) {
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
