package io.sluice.reply;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds which of many words occur in a text, in one pass over it: the automaton of Aho and Corasick (1975), so that the
 * cost depends on the length of the text only. The words are {@linkplain ReplyFacts#normalised normalised}; the text is
 * read as if it were, so that it need not be. Immutable and safe for use by several threads.
 */
final class Literals {
    /** What was found in one text. */
    final class Found {
        private final long[] bits;

        private Found(long[] bits) {
            this.bits = bits;
        }

        /** Whether one of the words occurs. */
        boolean hasAny(AnyOf words) {
            for (int block = 0; block < bits.length; block++) {
                if ((bits[block] & words.bits[block]) != 0) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Whether the word occurs. Slower than to ask for words that were {@linkplain #anyOf prepared}.
         *
         * @throws IllegalArgumentException if it is none of the words that were looked for
         */
        boolean has(String word) {
            int number = number(word);
            return (bits[number >>> 6] & (1L << number)) != 0;
        }

        /** Gives the number of each word that occurs. */
        void forEach(IntConsumer consumer) {
            for (int block = 0; block < bits.length; block++) {
                for (long left = bits[block]; left != 0; left &= left - 1) {
                    consumer.accept(block * Long.SIZE + Long.numberOfTrailingZeros(left));
                }
            }
        }
    }

    /** Some of the words, prepared for the question whether one of them was found. */
    static final class AnyOf {
        private final long[] bits;

        private AnyOf(long[] bits) {
            this.bits = bits;
        }
    }

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    /** Columns of the table; column 0 is each character that occurs in no word. Capitals have those of small letters. */
    private final short[] columnOf;

    /** The column of all white space; 0 when no word has any. */
    private final int blank;
    /** As a power of two, because a division costs more than a look into the table. */
    private final int columnBits;

    private final int columns;
    /**
     * For each state and character the place of the next state, shallow states first, as nearly all time is spent there
     * and they share the cache; one's complement when a word ends there.
     */
    private final int[] next;
    /** The words that end in a state, as bits; null for most. */
    private final long[][] ending;

    Literals(Collection<String> words) {
        words.forEach(word -> numbers.putIfAbsent(word, numbers.size()));
        this.columnOf = columnOf(numbers.keySet());
        this.blank = columnOf[' '];
        this.columnBits = Integer.SIZE - Integer.numberOfLeadingZeros(maximum(columnOf));
        this.columns = 1 << columnBits;
        List<int[]> trie = new ArrayList<>();
        List<long[]> ends = new ArrayList<>();
        addState(trie, ends);
        numbers.forEach((word, number) -> ends.set(grow(trie, ends, word), bit(number)));
        List<Integer> order = link(trie, ends);
        countBlanksOnce(trie);
        int[] place = new int[order.size()];
        for (int i = 0; i < place.length; i++) {
            place[order.get(i)] = i;
        }
        this.next = new int[place.length * columns];
        this.ending = new long[place.length][];
        for (int state = 0; state < place.length; state++) {
            ending[place[state]] = ends.get(state);
            for (int column = 0; column < columns; column++) {
                int target = trie.get(state)[column];
                int at = place[target] * columns;
                next[place[state] * columns + column] = ends.get(target) == null ? at : ~at;
            }
        }
    }

    /**
     * The number of a word.
     *
     * @throws IllegalArgumentException if it is none of the words
     */
    int number(String word) {
        Integer number = numbers.get(word);
        if (number == null) {
            throw new IllegalArgumentException("Not one of the words: " + word);
        }
        return number;
    }

    /**
     * Prepares a question for some of the words.
     *
     * @throws IllegalArgumentException if there is another among them
     */
    AnyOf anyOf(Collection<String> some) {
        long[] bits = new long[size()];
        some.forEach(word -> or(bits, bit(number(word))));
        return new AnyOf(bits);
    }

    /** The words in the order of their numbers, from 0. */
    List<String> words() {
        return List.copyOf(numbers.keySet());
    }

    Found in(String text) {
        long[] bits = new long[size()];
        int begin = 0;
        int end = text.length();
        while (begin < end && ReplyFacts.isBlank(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && ReplyFacts.isBlank(text.charAt(end - 1))) {
            end--;
        }
        int state = 0;
        for (int i = begin; i < end; i++) {
            state = next[state + column(text.charAt(i))];
            if (state < 0) {
                state = ~state;
                or(bits, ending[state >>> columnBits]);
            }
        }
        return new Found(bits);
    }

    private int column(char c) {
        if (c < columnOf.length) {
            return columnOf[c];
        }
        return Character.isWhitespace(c) ? blank : 0;
    }

    /** At least one long, so that there is always something to ask. */
    private int size() {
        return 1 + (numbers.size() >>> 6);
    }

    /** The commonest characters first, so that what is looked up most lies close together. */
    private static short[] columnOf(Collection<String> words) {
        int last = words.stream().flatMapToInt(String::chars).max().orElse(0);
        short[] column = new short[Math.max(last, ReplyFacts.LAST_COMMON) + 1];
        int[] occurrences = new int[column.length];
        words.stream().flatMapToInt(String::chars).forEach(c -> occurrences[c]++);
        List<Integer> characters = IntStream.range(0, column.length)
                .filter(c -> occurrences[c] > 0)
                .boxed()
                .sorted(Comparator.comparing(c -> -occurrences[c]))
                .toList();
        short count = 0;
        for (int c : characters) {
            column[c] = ++count;
        }
        for (char c = 0; c < column.length; c++) {
            if (column[c] == 0) {
                column[c] = column[ReplyFacts.normalised(c)];
            }
        }
        return column;
    }

    private static int maximum(short[] values) {
        int maximum = 0;
        for (short value : values) {
            maximum = Math.max(maximum, value);
        }
        return maximum;
    }

    private int addState(List<int[]> trie, List<long[]> ends) {
        int[] row = new int[columns];
        Arrays.fill(row, -1);
        trie.add(row);
        ends.add(null);
        return trie.size() - 1;
    }

    private int grow(List<int[]> trie, List<long[]> ends, String word) {
        int state = 0;
        for (int i = 0; i < word.length(); i++) {
            int column = columnOf[word.charAt(i)];
            int[] row = trie.get(state);
            if (row[column] < 0) {
                row[column] = addState(trie, ends);
            }
            state = row[column];
        }
        return state;
    }

    private long[] bit(int number) {
        long[] bits = new long[size()];
        bits[number >>> 6] = 1L << number;
        return bits;
    }

    /**
     * Breadth first: a missing edge leads where the longest proper suffix leads, whose words end here too. Gives the
     * states in that order.
     */
    private List<Integer> link(List<int[]> trie, List<long[]> ends) {
        int[] suffix = new int[trie.size()];
        List<Integer> order = new ArrayList<>();
        Queue<Integer> open = new ArrayDeque<>();
        open.add(0);
        while (!open.isEmpty()) {
            int state = open.remove();
            order.add(state);
            int[] row = trie.get(state);
            int[] ofSuffix = trie.get(suffix[state]);
            for (int column = 0; column < columns; column++) {
                int beyond = state == 0 ? 0 : ofSuffix[column];
                if (row[column] < 0) {
                    row[column] = beyond;
                } else {
                    suffix[row[column]] = beyond;
                    ends.set(row[column], both(ends.get(row[column]), ends.get(beyond)));
                    open.add(row[column]);
                }
            }
        }
        return order;
    }

    /**
     * Behind a blank another one changes nothing. So the text need not be asked for it: where words end is hard to guess
     * for a processor.
     */
    private void countBlanksOnce(List<int[]> trie) {
        if (blank != 0) {
            Set<Integer> behindBlanks = trie.stream().map(row -> row[blank]).collect(Collectors.toSet());
            behindBlanks.forEach(state -> trie.get(state)[blank] = state);
        }
    }

    private static long[] both(long[] bits, long[] more) {
        if (bits == null || more == null) {
            return bits == null ? more : bits;
        }
        long[] sum = bits.clone();
        or(sum, more);
        return sum;
    }

    private static void or(long[] bits, long[] more) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= more[i];
        }
    }
}
