package io.sluice.reply;

import java.util.Optional;

/** What rules look at, prepared once for each reply. Confined to one thread. */
final class ReplyFacts {
    private final Reply reply;
    private final Optional<Service> service;
    private final boolean microsoft;
    private final String original;
    private final Literals.Found found;
    private String text;

    /**
     * @param reply the reply as it came
     * @param service the service that was spoken to; empty when unknown
     * @param microsoft whether the reply is Microsoft's
     * @param text what the reply says
     * @param found the words of the catalogue that occur in the text
     */
    ReplyFacts(Reply reply, Optional<Service> service, boolean microsoft, String text, Literals.Found found) {
        this.reply = reply;
        this.service = service;
        this.microsoft = microsoft;
        this.original = text;
        this.found = found;
    }

    Reply reply() {
        return reply;
    }

    Optional<Service> service() {
        return service;
    }

    boolean microsoft() {
        return microsoft;
    }

    Literals.Found found() {
        return found;
    }

    /** The text in lower case, each run of white space one space. Made when asked for: few rules need more than words. */
    String text() {
        if (text == null) {
            text = normalised(original);
        }
        return text;
    }

    /** The last of the characters that tables have; those after it are rare. */
    static final char LAST_COMMON = 0xA0;

    /** For each common character what it counts as: white space as a blank, a letter as itself. */
    private static final char[] SAME_CASE = new char[LAST_COMMON + 1];
    /** The same, in lower case. */
    private static final char[] LOWER_CASE = new char[LAST_COMMON + 1];

    static {
        for (char c = 0; c < SAME_CASE.length; c++) {
            SAME_CASE[c] = c < ' ' || c == LAST_COMMON ? ' ' : c;
            LOWER_CASE[c] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : SAME_CASE[c];
        }
    }

    /** ASCII lower case, runs of white space as one space: how rules and replies are compared. */
    static String normalised(String text) {
        return rewritten(text, LOWER_CASE);
    }

    /** What a character counts as in {@link #normalised(String)}. */
    static char normalised(char c) {
        return c < LOWER_CASE.length ? LOWER_CASE[c] : Character.isWhitespace(c) ? ' ' : c;
    }

    static boolean isBlank(char c) {
        return normalised(c) == ' ';
    }

    /** Runs of white space as one space, none at the ends. */
    static String collapsed(String text) {
        return isCollapsed(text) ? text : rewritten(text, SAME_CASE);
    }

    private static boolean isCollapsed(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isCollapsed(before, c)) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    /** Whether two characters may follow each other in a collapsed text; false for rare ones that must be looked at. */
    static boolean isCollapsed(char before, char c) {
        return c >= ' ' && c < LAST_COMMON && !areBlanks(before, c);
    }

    /** Of two characters, neither of them a control. One question, as blanks at the end of each word are hard to guess. */
    private static boolean areBlanks(char one, char other) {
        return (one | other) == ' ';
    }

    private static String rewritten(String text, char[] table) {
        char[] out = text.toCharArray();
        int length = 0;
        char before = ' ';
        for (char original : out) {
            char c = original < table.length ? table[original] : Character.isWhitespace(original) ? ' ' : original;
            if (!areBlanks(before, c)) {
                out[length++] = c;
                before = c;
            }
        }
        return new String(out, 0, before == ' ' && length > 0 ? length - 1 : length);
    }
}
