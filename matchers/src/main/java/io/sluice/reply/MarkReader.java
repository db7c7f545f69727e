package io.sluice.reply;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Knows the codes of Microsoft's rules in a text, such as {@code S775}. */
final class MarkReader {
    /** A number follows at once, or in parentheses: S775, AS761, AS(1410), ATTR35, ATTR55.1, PRX9. */
    private static final Set<String> NUMBERED = Set.of("S", "AS", "ATTR", "PRX");
    /** Three digits follow after a dash: RP-001. */
    private static final Set<String> DASHED = Set.of("RP", "SC", "DY", "OU");

    private static final String RATE = "PR";
    private static final int LONGEST_LETTERS = 4;
    private static final int LONGEST_NUMBER = 16;
    private static final int DIGITS_AFTER_DASH = 3;
    /** S3 and AS1 are too common for other things. */
    private static final int SHORTEST_RULE_NUMBER = 3;

    /** The last letters of all these, in both cases. */
    static final String LAST_LETTERS = "SRXPCYUsrxpcyu";

    private final String text;

    MarkReader(String text) {
        this.text = text;
    }

    /**
     * The mark, in upper case, whose letters end where {@code at} stands: at a digit, a parenthesis or a dash. Looks at a
     * bounded number of characters.
     */
    Optional<String> around(int at) {
        int begin = at;
        while (at - begin <= LONGEST_LETTERS && isLetter(begin - 1)) {
            begin--;
        }
        if (begin == at || isWord(begin - 1)) {
            return Optional.empty();
        }
        int end = end(text.substring(begin, at).toUpperCase(Locale.ROOT), at);
        return end > at && !isWord(end)
                ? Optional.of(text.substring(begin, end).toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Where the mark ends that has these letters before {@code at}; {@code at} itself when it is none. */
    private int end(String letters, int at) {
        if (NUMBERED.contains(letters)) {
            return number(at, letters.endsWith("S") ? SHORTEST_RULE_NUMBER : 1);
        }
        if (DASHED.contains(letters) && is(at, '-')) {
            int end = digits(at + 1);
            return end - at - 1 == DIGITS_AFTER_DASH ? end : at;
        }
        return letters.equals(RATE) && is(at, '(') ? parenthesised(at) : at;
    }

    private int number(int at, int least) {
        boolean open = is(at, '(');
        int first = open ? at + 1 : at;
        int end = digits(first);
        if (end - first < least || end - first > LONGEST_NUMBER) {
            return at;
        }
        if (open) {
            return is(end, ')') ? end + 1 : at;
        }
        return is(end, '.') && digits(end + 1) > end + 1 ? digits(end + 1) : end;
    }

    private int parenthesised(int open) {
        int end = open + 1;
        while (end - open <= LONGEST_LETTERS && isWord(end)) {
            end++;
        }
        return end > open + 1 && is(end, ')') ? end + 1 : open;
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

    private boolean isWord(int index) {
        return isLetter(index) || isDigit(index);
    }

    private boolean isLetter(int index) {
        if (index < 0 || index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private boolean isDigit(int index) {
        return index >= 0 && index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }
}
