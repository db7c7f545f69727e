package io.sluice.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the codes of Microsoft's rules from one reply, such as {@code S775}. Confined to one thread. */
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

    private final String text;
    private int at;

    MarkReader(String text) {
        this.text = text;
    }

    List<String> marks() {
        List<String> marks = new ArrayList<>();
        for (at = 0; at < text.length() && marks.size() < ReplyParts.MOST_MARKS; ) {
            int end = endOfMark();
            if (end > at) {
                String mark = text.substring(at, end).toUpperCase(Locale.ROOT);
                if (!marks.contains(mark)) {
                    marks.add(mark);
                }
                at = end;
            }
            skipWord();
        }
        return marks;
    }

    private void skipWord() {
        while (at < text.length() && isWord(at)) {
            at++;
        }
        while (at < text.length() && !isWord(at)) {
            at++;
        }
    }

    /** Where the mark ends that begins here; {@code at} itself when none does. */
    private int endOfMark() {
        int letters = at;
        while (letters - at <= LONGEST_LETTERS && isLetter(letters)) {
            letters++;
        }
        String prefix = text.substring(at, letters).toUpperCase(Locale.ROOT);
        int end = at;
        if (NUMBERED.contains(prefix)) {
            boolean rule = prefix.endsWith("S");
            end = number(letters, rule ? SHORTEST_RULE_NUMBER : 1);
        } else if (DASHED.contains(prefix) && is(letters, '-')) {
            int digits = digits(letters + 1);
            end = digits - letters - 1 == DIGITS_AFTER_DASH ? digits : at;
        } else if (prefix.equals(RATE) && is(letters, '(')) {
            end = parenthesised(letters);
        }
        return end > at && !isWord(end) ? end : at;
    }

    private int number(int from, int least) {
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

    private int parenthesised(int open) {
        int end = open + 1;
        while (end - open <= LONGEST_LETTERS && isWord(end)) {
            end++;
        }
        return end > open + 1 && is(end, ')') ? end + 1 : at;
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && end - from <= LONGEST_NUMBER && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean is(int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    private boolean isWord(int index) {
        return isLetter(index) || (index < text.length() && isDigit(text.charAt(index)));
    }

    private boolean isLetter(int index) {
        if (index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
