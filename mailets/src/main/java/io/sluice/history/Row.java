package io.sluice.history;

import java.time.Instant;

/**
 * What one server counted in one bucket of time.
 *
 * @param start of the bucket
 * @param writer which run of which server; a random number
 */
public record Row(Resolution resolution, Instant start, Subject subject, long writer, Tally tally) {
    public Row {
        if (!resolution.startOf(start).equals(start)) {
            throw new IllegalArgumentException(start + " is no start of a bucket");
        }
    }
}
