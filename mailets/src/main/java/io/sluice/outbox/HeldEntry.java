package io.sluice.outbox;

import java.time.Instant;

/**
 * An entry that is held.
 *
 * @param entry the entry
 * @param hold why, and for how long
 * @param since when it was held first
 */
public record HeldEntry(Entry entry, HoldTerms hold, Instant since) {}
