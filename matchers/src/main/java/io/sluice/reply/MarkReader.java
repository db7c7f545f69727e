package io.sluice.reply;

import java.util.Locale;
import java.util.Set;

/** Knows the codes of Microsoft's rules in a text, such as {@code S775}. */
final class MarkReader {
    /** A number follows at once, or in parentheses: S775, AS761, AS(1410), ATTR35, ATTR55.1, PRX9. */
    private static final Set<String> NUMBERED = Set.of("S", "AS", "ATTR", "PRX");
    /** Three digits follow after a dash: RP-001. */
    private static final Set<String> DASHED = Set.of("RP", "SC", "DY", "OU");

    private static final String RATE = "PR";
    private static final String FIRST_LETTERS = "SAPRDO";
    private static final int LONGEST_LETTERS = 4;
    private static final int LONGEST_NUMBER = 16;
    private static final int DIGITS_AFTER_DASH = 3;
    /** S3 and AS1 are too common for other things. */
    private static final int SHORTEST_RULE_NUMBER = 3;

    private final String text;

    MarkReader(String text) {
        this.text = text;
    }

    /** Where the mark ends that begins at {@code at}, the beginning of a word; {@code at} itself when none does. */
    int endOfMark(int at) {
        if (FIRST_LETTERS.indexOf(text.charAt(at) & 0xDF) < 0) {
            return at;
        }
        int letters = at;
        while (letters - at <= LONGEST_LETTERS && isLetter(letters)) {
            letters++;
        }
        // Most words end here, before anything has to be made of them.
        if (letters >= text.length() || !(isDigit(letters) || is(letters, '(') || is(letters, '-'))) {
            return at;
        }
        int end = endOfMark(at, text.substring(at, letters).toUpperCase(Locale.ROOT), letters);
        return end > at && !isWord(end) ? end : at;
    }

    private int endOfMark(int at, String prefix, int letters) {
        if (NUMBERED.contains(prefix)) {
            return number(at, letters, prefix.endsWith("S") ? SHORTEST_RULE_NUMBER : 1);
        }
        if (DASHED.contains(prefix) && is(letters, '-')) {
            int end = digits(letters + 1);
            return end - letters - 1 == DIGITS_AFTER_DASH ? end : at;
        }
        return prefix.equals(RATE) && is(letters, '(') ? parenthesised(at, letters) : at;
    }

    private int number(int at, int from, int least) {
        boolean open = is(from, '(');
        int first = open ? from + 1 : from;
        int end = digits(first);
        if (end - first < least || end - first > LONGEST_NUMBER) {
            return at;
        }
        if (open) {
            return is(end, ')') ? end + 1 : at;
        }
        return is(end, '.') && digits(end + 1) > end + 1 ? digits(end + 1) : end;
    }

    private int parenthesised(int at, int open) {
        int end = open + 1;
        while (end - open <= LONGEST_LETTERS && isWord(end)) {
            end++;
        }
        return end > open + 1 && is(end, ')') ? end + 1 : at;
    }

    private int digits(int from) {
        int end = from;
        while (end - from <= LONGEST_NUMBER && isDigit(end)) {
            end++;
        }
        return end;
    }

    private boolean is(int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    /** Whether a letter or digit stands there. */
    boolean isWord(int index) {
        return isLetter(index) || isDigit(index);
    }

    private boolean isLetter(int index) {
        if (index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }
}
