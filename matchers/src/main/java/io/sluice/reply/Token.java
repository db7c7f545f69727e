package io.sluice.reply;

import java.util.List;
import java.util.Optional;

/**
 * One of the marks that Microsoft's rules leave in a reply, such as {@code S775}, {@code AS(1410)} or {@code ATTR35}.
 * It stands alone: no letter or digit touches it, and no {@code .1} follows.
 *
 * @param text the mark in lower case, without the wildcard
 * @param numbered whether a number follows, plain or in parentheses: {@code AS*} stands for AS761 and AS(1410)
 */
record Token(String text, boolean numbered) {
    static final String FORMS = "a mark such as S775 or AS(1410), or the letters before its number and a star, AS*";

    /** Reads one of the {@linkplain #FORMS forms}; empty if it is none of them. */
    static Optional<Token> parse(String token) {
        boolean numbered = token.endsWith("*");
        String text = ReplyFacts.normalised(numbered ? token.substring(0, token.length() - 1) : token);
        boolean wellFormed = !text.isEmpty() && text.chars().allMatch(c -> isWord((char) c) || "().-".indexOf(c) >= 0);
        return wellFormed ? Optional.of(new Token(text, numbered)) : Optional.empty();
    }

    /** One of these occurs where the token does. A letter or two occur nearly everywhere, so the number counts too. */
    List<String> beginnings() {
        return numbered ? "(0123456789".chars().mapToObj(c -> text + (char) c).toList() : List.of(text);
    }

    /** Whether the token occurs in {@code normalised}, a text in lower case. */
    boolean occursIn(String normalised) {
        int at = normalised.indexOf(text);
        while (at >= 0) {
            if (standsAlone(normalised, at)) {
                return true;
            }
            at = normalised.indexOf(text, at + 1);
        }
        return false;
    }

    private boolean standsAlone(String line, int at) {
        if (at > 0 && isWord(line.charAt(at - 1))) {
            return false;
        }
        int end = at + text.length();
        if (numbered) {
            int afterNumber = skipNumber(line, end);
            return afterNumber > end && endsAt(line, afterNumber);
        }
        return !isWord(text.charAt(text.length() - 1)) || endsAt(line, end);
    }

    /** The end of a number, plain or in parentheses; {@code from} itself when there is none. */
    private static int skipNumber(String line, int from) {
        boolean open = from < line.length() && line.charAt(from) == '(';
        int first = open ? from + 1 : from;
        int end = first;
        while (end < line.length() && isDigit(line.charAt(end))) {
            end++;
        }
        if (end == first) {
            return from;
        }
        return open && end < line.length() && line.charAt(end) == ')' ? end + 1 : end;
    }

    private static boolean endsAt(String line, int end) {
        if (end >= line.length()) {
            return true;
        }
        boolean continued = line.charAt(end) == '.' && end + 1 < line.length() && isDigit(line.charAt(end + 1));
        return !continued && !isWord(line.charAt(end));
    }

    private static boolean isWord(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
