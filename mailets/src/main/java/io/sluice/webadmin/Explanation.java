package io.sluice.webadmin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a mail waits.
 *
 * @param mail James's name of it
 * @param sender empty for the null sender
 * @param size of the message in bytes
 * @param entries some of its entries
 * @param entriesInAll how many it has; one more than are shown at most where there are too many
 */
record Explanation(
        String mail, Optional<String> sender, long size, Instant stored, List<Entry> entries, int entriesInAll) {
    /**
     * One entry.
     *
     * @param words why it waits and until when
     * @param waitsFor everything that holds it, what lasts longest first
     * @param freedBy what would free it
     * @param ahead mail that goes first in its turn; empty when it is not queued
     */
    record Entry(
            long entry,
            String state,
            String words,
            List<Obstacle> waitsFor,
            List<String> freedBy,
            String outgoing,
            String lane,
            String domain,
            String tenant,
            int priority,
            int attempts,
            Instant due,
            Instant expires,
            OptionalInt ahead,
            List<Recipient> recipients,
            int recipientsInAll,
            Optional<DeferralLine> deferral,
            Optional<Hold> hold) {}

    /** Something that holds it. */
    record Obstacle(String kind, String name, Optional<Instant> until, Optional<String> cause) {}

    /** Whom it is for. */
    record Recipient(String address, Optional<String> lastReply) {}

    /** Why it is held. */
    record Hold(String reason, Instant since, Optional<Instant> until) {}
}
