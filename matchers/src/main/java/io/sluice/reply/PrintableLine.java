package io.sluice.reply;

/** Makes text from outside fit for a log, an attribute or a terminal. */
public final class PrintableLine {
    private PrintableLine() {}

    /**
     * One line without controls, line separators, invisible formatting, halves of characters, and blanks at the ends.
     * Each of them becomes a blank.
     *
     * @param text any text
     * @param longest how many characters are kept at most; never more than {@link SmtpReply#MAXIMUM_TEXT}
     */
    public static String of(String text, int longest) {
        String bounded = text.length() > longest ? text.substring(0, longest) : text;
        return ReplyParser.printable(bounded);
    }
}
