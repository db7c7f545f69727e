package io.sluice.reply;

import java.util.Optional;

/**
 * What rules look at, prepared once for each reply.
 *
 * @param reply the reply as it came
 * @param service the service that was spoken to; empty when unknown
 * @param microsoft whether the reply is Microsoft's
 * @param text the reply in lower case, each run of white space one space
 * @param found the words of the catalogue that occur in the text
 */
record ReplyFacts(Reply reply, Optional<Service> service, boolean microsoft, String text, Literals.Found found) {
    private static final char NO_BREAK_SPACE = 0xA0;
    /** For each common character what it counts as: white space as a blank, a letter as itself. */
    private static final char[] SAME_CASE = new char[NO_BREAK_SPACE + 1];
    /** The same, in lower case. */
    private static final char[] LOWER_CASE = new char[NO_BREAK_SPACE + 1];

    static {
        for (char c = 0; c < SAME_CASE.length; c++) {
            SAME_CASE[c] = c < ' ' || c == NO_BREAK_SPACE ? ' ' : c;
            LOWER_CASE[c] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : SAME_CASE[c];
        }
    }

    /** ASCII lower case, runs of white space as one space: how rules and replies are compared. */
    static String normalised(String text) {
        return rewritten(text, LOWER_CASE);
    }

    /** Runs of white space as one space, none at the ends. */
    static String collapsed(String text) {
        return isCollapsed(text) ? text : rewritten(text, SAME_CASE);
    }

    private static boolean isCollapsed(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= NO_BREAK_SPACE || areBlanks(before, c)) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
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
