package io.sluice.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry and where it is.
 *
 * @param hold why it is held; empty when it is not
 * @param heldSince since when, or when it was held first; empty when it never was
 */
public record EntryStatus(Entry entry, Place place, Optional<HoldTerms> hold, Optional<Instant> heldSince) {
    /** Where an entry is. */
    public enum Place {
        /** In the queue, ready or due later. */
        QUEUED,
        HELD,
        /** Leased. */
        IN_FLIGHT,
        /** It cannot be read, and does not leave any more. */
        SET_ASIDE
    }
}
