package io.sluice.microsoft;

import java.time.Duration;

/**
 * How long answers about mail domains are remembered, and how many.
 *
 * @param minimum least time for a positive answer, also when its time to live is not known; 1 ms to {@code maximum}
 * @param maximum longest time for a positive answer; up to 7 days
 * @param stale how old a positive answer may be when the DNS fails; 0 (never) to 30 days
 * @param negative time for "no such domain" and the like; 0 to 1 day
 * @param failure time before a DNS that failed is asked again about the same domain; 0 to 1 hour
 * @param size number of domains, the least recently used is forgotten first; 1 to 1,000,000
 */
public record MxCacheSettings(
        Duration minimum, Duration maximum, Duration stale, Duration negative, Duration failure, int size) {
    // Before DEFAULT, which is checked against them.
    static final Duration LEAST_MINIMUM = Duration.ofMillis(1);
    static final Duration MOST_MAXIMUM = Duration.ofDays(7);
    static final Duration MOST_STALE = Duration.ofDays(30);
    static final Duration MOST_NEGATIVE = Duration.ofDays(1);
    static final Duration MOST_FAILURE = Duration.ofHours(1);
    static final int MOST_SIZE = 1_000_000;

    /** What is used without configuration. */
    public static final MxCacheSettings DEFAULT = new MxCacheSettings(
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            10_000);

    public MxCacheSettings {
        require("minimum", minimum, LEAST_MINIMUM, maximum);
        require("maximum", maximum, minimum, MOST_MAXIMUM);
        require("stale", stale, Duration.ZERO, MOST_STALE);
        require("negative", negative, Duration.ZERO, MOST_NEGATIVE);
        require("failure", failure, Duration.ZERO, MOST_FAILURE);
        if (size < 1 || size > MOST_SIZE) {
            throw new IllegalArgumentException("size " + size + " is not within 1 and " + MOST_SIZE);
        }
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + least + " and " + most);
        }
    }

    /** The time to live, within the bounds. */
    Duration bounded(Duration timeToLive) {
        if (timeToLive.compareTo(minimum) < 0) {
            return minimum;
        }
        return timeToLive.compareTo(maximum) > 0 ? maximum : timeToLive;
    }
}
