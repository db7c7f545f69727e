package io.sluice.outbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which held entries are meant: those that are like everything that is given.
 *
 * @param reason the reason of the hold
 * @param lane the name of the lane
 * @param senderDomain as {@link Entry#senderDomain()}: lower case, the empty text for the null sender
 * @param heldBy held at that time or before
 */
public record HeldFilter(
        Optional<String> reason, Optional<String> lane, Optional<String> senderDomain, Optional<Instant> heldBy) {
    /** All held entries. */
    public static final HeldFilter ALL =
            new HeldFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public HeldFilter {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(senderDomain, "senderDomain");
        Objects.requireNonNull(heldBy, "heldBy");
    }

    /** Those held for a reason. */
    public static HeldFilter ofReason(String reason) {
        return new HeldFilter(Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those of these that were held at that time or before. */
    public HeldFilter heldBy(Instant time) {
        return new HeldFilter(reason, lane, senderDomain, Optional.of(time));
    }
}
