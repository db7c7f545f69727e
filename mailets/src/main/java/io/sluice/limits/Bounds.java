package io.sluice.limits;

import java.util.Optional;
import java.util.function.DoubleFunction;

/** Where a limit begins, and between what it stays. */
record Bounds(double start, double floor, double ceiling) {

    /** Those of the three that are said, with the key that they are said under. */
    record Said(String key, Optional<Double> start, Optional<Double> floor, Optional<Double> ceiling) {

        /**
         * All three. What is not said gives way to what is: the start follows floor and ceiling, the floor follows
         * downwards. The ceiling never gives way, because it is what protects.
         *
         * @param otherwise what holds where nothing is said
         * @throws IllegalArgumentException if they contradict each other, naming all three
         */
        Bounds or(Bounds otherwise, DoubleFunction<String> asText) {
            double top = ceiling.orElse(otherwise.ceiling());
            double bottom = floor.orElse(Math.min(otherwise.floor(), Math.min(top, start.orElse(top))));
            double first = start.orElse(Math.max(bottom, Math.min(top, otherwise.start())));
            if (bottom > first || first > top) {
                throw new IllegalArgumentException(Values.FILE
                        + text("floor", bottom, floor, asText) + ", "
                        + text("start", first, start, asText) + " and "
                        + text("ceiling", top, ceiling, asText)
                        + " contradict each other; allowed: floor <= start <= ceiling");
            }
            return new Bounds(first, bottom, top);
        }

        private String text(String name, double value, Optional<Double> said, DoubleFunction<String> asText) {
            return key + "." + name + " = " + asText.apply(value) + (said.isPresent() ? "" : " (not set here)");
        }
    }
}
