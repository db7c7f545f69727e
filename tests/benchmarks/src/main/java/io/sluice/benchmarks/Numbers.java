package io.sluice.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Small helpers for results. */
public final class Numbers {
    private Numbers() {}

    /** The median of some values, at least one. */
    public static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("No values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The value of {@code --name NUMBER}, or the default.
     *
     * @throws IllegalArgumentException when it is there and no number from 1 to 9999999
     */
    public static int option(String[] arguments, String name, int byDefault) {
        int at = Arrays.asList(arguments).indexOf("--" + name);
        if (at < 0) {
            return byDefault;
        }
        String value = at + 1 < arguments.length ? arguments[at + 1] : "";
        if (!value.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("--" + name + " is a number from 1 to 9999999, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    /** Prints a line, formatted alike everywhere. */
    public static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
