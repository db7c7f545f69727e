package io.sluice.history;

import java.time.Duration;
import java.time.Instant;

/** How long the buckets of time are, and how long they are kept. */
public enum Resolution {
    MINUTE(Duration.ofMinutes(1), Duration.ofHours(26)),
    HOUR(Duration.ofHours(1), Duration.ofDays(32));

    private final Duration length;
    private final Duration kept;

    Resolution(Duration length, Duration kept) {
        this.length = length;
        this.kept = kept;
    }

    /** How long a bucket is. */
    public Duration length() {
        return length;
    }

    /** For how long a bucket can be asked for. */
    public Duration kept() {
        return kept;
    }

    /** The begin of the bucket that this moment is in. */
    public Instant startOf(Instant moment) {
        return floor(moment, length);
    }

    /** The last multiple of the length since the epoch, not after the moment. */
    static Instant floor(Instant moment, Duration length) {
        long millis = length.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), millis) * millis);
    }
}
