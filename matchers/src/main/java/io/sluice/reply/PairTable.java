package io.sluice.reply;

/**
 * Pairs of characters that are worth a look. One question finds them all, because a processor guesses the answers to many
 * questions about each character badly. Filled once, then immutable and safe for use by several threads.
 */
final class PairTable {
    /** Stands for itself and for all characters after it. */
    static final char LAST = ReplyFacts.LAST_COMMON;

    private final byte[] first = new byte[LAST + 1];
    private final byte[] second = new byte[LAST + 1];
    private int kinds;

    /** Adds each pair of a character of {@code one} and a character of {@code other}; at most eight times. */
    PairTable with(String one, String other) {
        byte kind = kind();
        one.chars().forEach(c -> first[c] |= kind);
        other.chars().forEach(c -> second[c] |= kind);
        return this;
    }

    /** Adds each pair that ends with a character of {@code other}. */
    PairTable withAny(String other) {
        byte kind = kind();
        for (int c = 0; c <= LAST; c++) {
            first[c] |= kind;
        }
        other.chars().forEach(c -> second[c] |= kind);
        return this;
    }

    private byte kind() {
        if (kinds == Byte.SIZE) {
            throw new IllegalStateException("More than " + Byte.SIZE + " kinds of pairs");
        }
        return (byte) (1 << kinds++);
    }

    /**
     * Where the first pair ends whose second character stands at {@code from} or later; the length of the text when there is
     * none. Before the text a blank is thought.
     */
    int next(char[] text, int from) {
        char before = from == 0 ? ' ' : common(text[from - 1]);
        for (int at = from; at < text.length; at++) {
            char c = common(text[at]);
            if ((first[before] & second[c]) != 0) {
                return at;
            }
            before = c;
        }
        return text.length;
    }

    /** The character, or {@link #LAST} for all after it. */
    static char common(char c) {
        return c < LAST ? c : LAST;
    }
}
