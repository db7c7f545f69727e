package io.sluice.cli.input;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.util.Locale;
import java.util.Optional;

/** Small things that all readers of lines need. No backtracking: the text is hostile. */
final class Text {
    private static final int CODE_LENGTH = 3;

    private Text() {}

    /** What stands between two marks, the first time; empty when they do not occur in that order. */
    static Optional<String> between(String text, String before, String after) {
        int from = text.indexOf(before);
        if (from < 0) {
            return Optional.empty();
        }
        int to = text.indexOf(after, from + before.length());
        return to < 0 ? Optional.empty() : Optional.of(text.substring(from + before.length(), to));
    }

    /** What stands after a mark, the first time it occurs. */
    static Optional<String> after(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? Optional.empty() : Optional.of(text.substring(at + mark.length()));
    }

    /** Whether the text begins as a reply does: a code from 200 to 599 that stands alone. */
    static boolean beginsWithCode(String text) {
        return text.length() >= CODE_LENGTH
                && text.charAt(0) >= '2'
                && text.charAt(0) <= '5'
                && isDigit(text.charAt(1))
                && isDigit(text.charAt(2))
                && (text.length() == CODE_LENGTH || " -\t".indexOf(text.charAt(CODE_LENGTH)) >= 0);
    }

    /** Reads {@code mx.example.org[192.0.2.1]}, {@code mx.example.org[192.0.2.1]:25}, or a name alone. */
    static RemoteHost host(String text) {
        int open = text.indexOf('[');
        int close = text.indexOf(']', open + 1);
        if (open < 0 || close < 0) {
            int blank = text.indexOf(' ');
            return new RemoteHost(blank < 0 ? text : text.substring(0, blank), "");
        }
        return new RemoteHost(text.substring(0, open), text.substring(open + 1, close));
    }

    /** The stage that the name of a command stands for, as mail servers write it in their logs. */
    static SmtpStage stage(String command) {
        String name = command.strip().toUpperCase(Locale.ROOT);
        if (name.startsWith("END OF DATA") || name.startsWith(".") || name.startsWith("SENDING END OF DATA")) {
            return SmtpStage.END_OF_DATA;
        }
        for (SmtpStage stage : SmtpStage.values()) {
            if (stage != SmtpStage.OTHER && name.startsWith(stage.name())) {
                return stage;
            }
        }
        return name.startsWith("HELO") ? SmtpStage.EHLO : SmtpStage.OTHER;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
