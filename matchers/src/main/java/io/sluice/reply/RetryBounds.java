package io.sluice.reply;

import java.time.Duration;

/**
 * Between what bounds the waiting time of a class grows.
 *
 * @param floor the shortest wait, positive
 * @param cap the longest wait, at least the floor
 */
public record RetryBounds(Duration floor, Duration cap) {
    public RetryBounds {
        if (floor.isNegative() || floor.isZero()) {
            throw new IllegalArgumentException("The shortest wait must be positive, not " + floor);
        }
        if (cap.compareTo(floor) < 0) {
            throw new IllegalArgumentException("The longest wait " + cap + " is shorter than the shortest " + floor);
        }
    }
}
