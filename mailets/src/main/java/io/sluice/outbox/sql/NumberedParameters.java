package io.sluice.outbox.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as SQLite takes it, for PostgreSQL: parameters that have numbers ({@code ?1}) are given one by one, one that
 * may be null is given a type, and hints to SQLite's planner are left out.
 *
 * @param sql the statement with {@code ?} only
 * @param numbers which of the given values each {@code ?} is, from 0; empty when they have no numbers
 */
record NumberedParameters(String sql, List<Integer> numbers) {
    private static final Pattern HINT = Pattern.compile(" INDEXED BY [a-z_]+");
    private static final Pattern NUMBERED = Pattern.compile("\\?([1-9])( IS NULL)?");

    NumberedParameters {
        numbers = List.copyOf(numbers);
    }

    static NumberedParameters of(String sqlite) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = NUMBERED.matcher(HINT.matcher(sqlite).replaceAll(""));
        String sql = matcher.replaceAll(found -> {
            numbers.add(Integer.parseInt(found.group(1)) - 1);
            return found.group(2) == null ? "?" : "?::text IS NULL";
        });
        return new NumberedParameters(sql, numbers);
    }

    Object[] inOrder(Object... values) {
        return numbers.isEmpty()
                ? values
                : numbers.stream().map(number -> values[number]).toArray();
    }
}
