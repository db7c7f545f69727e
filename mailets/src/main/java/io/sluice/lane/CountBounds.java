package io.sluice.lane;

/**
 * Between which values a number is learned.
 *
 * @param start where it begins
 * @param floor it never falls below, 1 or more
 * @param ceiling it never rises above
 */
public record CountBounds(int start, int floor, int ceiling) {
    public CountBounds {
        if (floor < 1 || start < floor || ceiling < start) {
            throw new IllegalArgumentException("A number needs 1 <= floor <= start <= ceiling, not floor " + floor
                    + ", start " + start + ", ceiling " + ceiling);
        }
    }

    /** Begins at its ceiling, may fall to 1. */
    public static CountBounds upTo(int ceiling) {
        return new CountBounds(ceiling, 1, ceiling);
    }
}
