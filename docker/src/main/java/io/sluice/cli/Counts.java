package io.sluice.cli;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each of many keys came up. Takes bounded memory: keys that come late are counted together. */
final class Counts<K extends Comparable<K>> {
    /** A key and how often it came up. */
    record Count<K>(K key, long count) {}

    private final int most;
    private final Map<K, long[]> counts = new HashMap<>();
    private long others;
    private long total;

    /** @param most keys that are told apart */
    Counts(int most) {
        this.most = most;
    }

    void add(K key) {
        total++;
        long[] count = counts.get(key);
        if (count != null) {
            count[0]++;
        } else if (counts.size() < most) {
            counts.put(key, new long[] {1});
        } else {
            others++;
        }
    }

    /** All that was added. */
    long total() {
        return total;
    }

    /** What was added after there were too many keys. */
    long others() {
        return others;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    int size() {
        return counts.size();
    }

    /** The most frequent first. */
    List<Count<K>> byCount() {
        return sorted(
                Comparator.<Count<K>>comparingLong(Count::count).reversed().thenComparing(Count::key));
    }

    /** In the order of the keys. */
    List<Count<K>> byKey() {
        return sorted(Comparator.comparing(Count::key));
    }

    private List<Count<K>> sorted(Comparator<Count<K>> order) {
        return counts.entrySet().stream()
                .map(entry -> new Count<>(entry.getKey(), entry.getValue()[0]))
                .sorted(order)
                .toList();
    }
}
