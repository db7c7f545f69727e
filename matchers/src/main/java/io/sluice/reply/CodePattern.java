package io.sluice.reply;

import java.util.Optional;

/**
 * Reply codes in a rule: {@code 451}, {@code 45x} or {@code 4xx}.
 *
 * @param from first code
 * @param to last code, inclusive
 */
record CodePattern(int from, int to) {
    static final String FORMS = "a code from 400 to 599, or 45x, 4xx, 5xx";

    /** Reads one of the {@linkplain #FORMS forms}; empty if it is none of them. */
    static Optional<CodePattern> parse(String text) {
        if (text.length() != 3 || (text.charAt(0) != '4' && text.charAt(0) != '5')) {
            return Optional.empty();
        }
        int known = text.endsWith("xx") ? 1 : text.endsWith("x") ? 2 : 3;
        if (!text.chars().limit(known).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(
                new CodePattern(Integer.parseInt(text.replace('x', '0')), Integer.parseInt(text.replace('x', '9'))));
    }

    boolean contains(int code) {
        return code >= from && code <= to;
    }
}
