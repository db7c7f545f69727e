package io.sluice.reply;

import java.util.Optional;

/**
 * A range of enhanced status codes in a rule: {@code 4.7.650}, {@code 4.7.500-699}, {@code 4.7.*} or {@code 4.*.*}.
 *
 * @param type 2, 4 or 5
 * @param subject 0 to 999, or {@link #ANY}
 * @param from first detail
 * @param to last detail, inclusive
 */
record EnhancedRange(int type, int subject, int from, int to) {
    static final int ANY = -1;
    static final String FORMS = "a code such as 4.7.650, a range such as 4.7.500-699, 4.7.* or 4.*.*";

    /** Reads one of the {@linkplain #FORMS forms}; empty if it is none of them. */
    static Optional<EnhancedRange> parse(String text) {
        if (text.endsWith(".*.*")) {
            return code(text.substring(0, text.length() - 4) + ".0.0")
                    .map(c -> new EnhancedRange(c.type(), ANY, 0, 999));
        }
        if (text.endsWith(".*")) {
            return code(text.substring(0, text.length() - 2) + ".0")
                    .map(c -> new EnhancedRange(c.type(), c.subject(), 0, 999));
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            return code(text).map(c -> new EnhancedRange(c.type(), c.subject(), c.detail(), c.detail()));
        }
        return code(text.substring(0, dash))
                .flatMap(first -> code(first.type() + "." + first.subject() + "." + text.substring(dash + 1))
                        .filter(last -> last.detail() > first.detail())
                        .map(last -> new EnhancedRange(first.type(), first.subject(), first.detail(), last.detail())));
    }

    boolean contains(EnhancedStatusCode code) {
        return code.type() == type
                && (subject == ANY || code.subject() == subject)
                && code.detail() >= from
                && code.detail() <= to;
    }

    /** Whether the range has codes of the type with one of the subjects and one of the details. */
    boolean meets(int wantedType, int firstSubject, int lastSubject, int firstDetail, int lastDetail) {
        return type == wantedType
                && (subject == ANY || (subject >= firstSubject && subject <= lastSubject))
                && from <= lastDetail
                && to >= firstDetail;
    }

    private static Optional<EnhancedStatusCode> code(String text) {
        return EnhancedStatusCode.parse(text);
    }
}
