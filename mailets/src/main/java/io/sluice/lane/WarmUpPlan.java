package io.sluice.lane;

import java.util.List;

/**
 * How much a new source may send: a ceiling for each day, which advances only while the receiver is content.
 *
 * @param perDay messages on each day of the plan, 1 or more each; after the last one there is no ceiling
 * @param refused the part of attempts of a day that may be refused for the next day to begin, 0 to 1
 */
public record WarmUpPlan(List<Integer> perDay, double refused) {
    /** Half of a day's messages have to be used for it to count. */
    static final double USED = 0.5;

    public WarmUpPlan {
        perDay = List.copyOf(perDay);
        if (perDay.isEmpty() || perDay.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException(
                    "A warm-up plan has a day, and 1 or more messages on each, not " + perDay);
        }
        if (!(refused >= 0 && refused <= 1)) {
            throw new IllegalArgumentException("The refused part is between 0 and 1, not " + refused);
        }
    }
}
