package io.sluice.lane;

import java.time.Instant;
import java.util.Optional;

/**
 * Nothing leaves on a lane because a person wants it so, whatever the receiver says.
 *
 * @param since from when on
 * @param until when it ends by itself; empty for not before somebody ends it
 * @param cause why, for people
 */
public record Suspension(Instant since, Optional<Instant> until, String cause) {
    /** Whether it holds at that time. */
    public boolean holds(Instant now) {
        return until.isEmpty() || until.get().isAfter(now);
    }
}
