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

    /** ASCII lower case, runs of white space as one space: how rules and replies are compared. */
    static String normalised(String text) {
        return rewritten(text, true);
    }

    /** Runs of white space as one space, none at the ends. */
    static String collapsed(String text) {
        return isCollapsed(text) ? text : rewritten(text, false);
    }

    private static boolean isCollapsed(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= NO_BREAK_SPACE || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    private static String rewritten(String text, boolean lowerCase) {
        char[] out = new char[text.length()];
        int length = 0;
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == NO_BREAK_SPACE || (c > NO_BREAK_SPACE && Character.isWhitespace(c))) {
                gap = length > 0;
                continue;
            }
            if (gap) {
                out[length++] = ' ';
                gap = false;
            }
            out[length++] = lowerCase && c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return new String(out, 0, length);
    }
}
