package io.sluice.outbox;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The outcome of an attempt on a leased entry. Every recipient of the entry is either done or in exactly one
 * postponement.
 *
 * @param entryId the entry
 * @param done recipients that were accepted, or given back to the sender
 * @param postponed the others, by what they wait for
 * @param lanes what the attempt taught the lanes, kept in the same transaction
 */
public record Settlement(long entryId, Set<String> done, List<Postponement> postponed, LaneChanges lanes) {
    public Settlement {
        done = Set.copyOf(done);
        postponed = List.copyOf(postponed);
        Objects.requireNonNull(lanes, "lanes");
    }

    /** It taught the lanes nothing. */
    public Settlement(long entryId, Set<String> done, List<Postponement> postponed) {
        this(entryId, done, postponed, LaneChanges.NONE);
    }
}
