package io.sluice.reply;

import java.util.Optional;

/** Turns raw replies into one bounded, printable line. */
final class ReplyParser {
    private ReplyParser() {}

    static SmtpReply parse(String raw, SmtpStage stage, RemoteHost remote, Optional<String> recipient) {
        String line = unfold(raw);
        int code = code(line);
        Optional<EnhancedStatusCode> enhanced =
                line.length() > 4 ? EnhancedStatusCode.leading(line.substring(4)) : Optional.empty();
        return new SmtpReply(code, enhanced, line, stage, remote, recipient);
    }

    /** One line, no control characters, at most {@link SmtpReply#MAXIMUM_TEXT} characters. */
    static String printable(String text) {
        String bounded = text.length() > SmtpReply.MAXIMUM_TEXT ? text.substring(0, SmtpReply.MAXIMUM_TEXT) : text;
        StringBuilder out = new StringBuilder(bounded.length());
        bounded.chars().forEach(c -> out.append(isUnprintable(c) ? ' ' : (char) c));
        return out.toString().strip();
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE;
    }

    private static String unfold(String raw) {
        int bound = Math.min(raw.length(), 2 * SmtpReply.MAXIMUM_TEXT);
        StringBuilder line = new StringBuilder();
        String first = "";
        for (String part : raw.substring(0, bound).split("\r\n|\n|\r", -1)) {
            if (part.isBlank()) {
                continue;
            }
            if (line.isEmpty()) {
                first = part.length() >= 3 ? part.substring(0, 3) : part;
                line.append(first).append(' ').append(part.length() > 4 ? part.substring(4) : "");
            } else {
                line.append(' ').append(continuation(part, first, line));
            }
        }
        return printable(line.toString());
    }

    /** Drops the repeated code, and the enhanced code that Microsoft repeats on each line. */
    private static String continuation(String part, String code, StringBuilder soFar) {
        if (!part.startsWith(code) || (part.length() > 3 && part.charAt(3) != '-' && part.charAt(3) != ' ')) {
            return part;
        }
        String rest = part.length() > 4 ? part.substring(4) : "";
        Optional<EnhancedStatusCode> repeated = EnhancedStatusCode.leading(rest);
        boolean same = repeated.isPresent()
                && soFar.length() > 4
                && EnhancedStatusCode.leading(soFar.substring(4)).equals(repeated);
        return same ? rest.substring(repeated.get().toString().length()).stripLeading() : rest;
    }

    private static int code(String line) {
        if (line.length() >= 3 && line.substring(0, 3).matches("[2-5][0-9][0-9]")) {
            return Integer.parseInt(line.substring(0, 3));
        }
        throw new IllegalArgumentException("Not an SMTP reply: " + line);
    }
}
