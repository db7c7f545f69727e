package io.sluice.lane;

/**
 * What a lane never exceeds.
 *
 * @param maxConnections connections, and so transactions, at one time, 1 or more
 */
public record LaneLimits(int maxConnections) {
    public LaneLimits {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("A lane needs a connection, not " + maxConnections);
        }
    }
}
