package io.sluice.lane;

/**
 * Between which values a rate is learned. Units are messages (or connections) per second.
 *
 * @param start where it begins, and begins again after a block
 * @param floor it never falls below, more than 0
 * @param ceiling it never rises above
 */
public record RateBounds(double start, double floor, double ceiling) {
    public RateBounds {
        if (!(floor > 0 && floor <= start && start <= ceiling && ceiling <= 1e6)) {
            throw new IllegalArgumentException(
                    "A rate needs 0 < floor <= start <= ceiling <= 1000000 per second, not floor " + floor + ", start "
                            + start + ", ceiling " + ceiling);
        }
    }

    /** These bounds times a factor, more than 0. */
    RateBounds times(double factor) {
        return new RateBounds(start * factor, floor * factor, ceiling * factor);
    }
}
