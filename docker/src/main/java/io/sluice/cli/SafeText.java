package io.sluice.cli;

import io.sluice.reply.PrintableLine;
import io.sluice.reply.SmtpReply;

/** Text from outside on its way to a terminal. */
final class SafeText {
    private SafeText() {}

    /** One line without control characters, escape sequences and characters that change the direction of writing. */
    static String oneLine(String text) {
        return PrintableLine.of(String.valueOf(text), SmtpReply.MAXIMUM_TEXT);
    }

    /** The same, with the blanks that it begins with. */
    static String indented(String text) {
        int blanks = 0;
        while (blanks < text.length() && text.charAt(blanks) == ' ') {
            blanks++;
        }
        return text.substring(0, blanks) + oneLine(text.substring(blanks));
    }

    /** Runs of blanks, which folding leaves, as one blank. */
    static String collapsed(String text) {
        if (!text.contains("  ")) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' || i == 0 || text.charAt(i - 1) != ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
