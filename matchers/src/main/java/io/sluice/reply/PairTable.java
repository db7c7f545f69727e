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

    /** Whether the two, each {@link #LAST} at most, are one of the pairs. */
    boolean has(char one, char other) {
        return (first[one] & second[other]) != 0;
    }
}
