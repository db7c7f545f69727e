package io.sluice.reply;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which class was taken for which, how often. */
final class ConfusionTable {
    private static final List<DeferralClass> CLASSES = List.of(DeferralClass.values());

    private final Map<DeferralClass, Map<DeferralClass, Integer>> counts = new TreeMap<>();

    void add(DeferralClass expected, DeferralClass found) {
        counts.computeIfAbsent(expected, key -> new TreeMap<>()).merge(found, 1, Integer::sum);
    }

    /** One line for each expected class; the columns are the classes found, by their number. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(String.format("%-27s", "expected \\ found"));
        CLASSES.forEach(found -> out.append(String.format("%6d", CLASSES.indexOf(found))));
        counts.forEach(
                (expected, row) -> out.append(String.format("%n%2d %-24s", CLASSES.indexOf(expected), expected.token()))
                        .append(CLASSES.stream()
                                .map(found -> String.format("%6d", row.getOrDefault(found, 0)))
                                .collect(Collectors.joining())));
        return out.toString();
    }
}
