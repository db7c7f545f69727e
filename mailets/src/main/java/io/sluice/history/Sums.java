package io.sluice.history;

import java.util.HashMap;
import java.util.Map;

/** Adds counts by their keys. */
final class Sums {
    private Sums() {}

    static <K> Map<K, Long> of(Map<K, Long> one, Map<K, Long> other) {
        if (one.isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return one;
        }
        Map<K, Long> sums = new HashMap<>(one);
        other.forEach((key, count) -> sums.merge(key, count, Long::sum));
        return sums;
    }

    static long of(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
