package io.sluice.outbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which held entries are meant: those that are like everything that is given.
 *
 * @param reason the reason of the hold
 * @param lane the name of the lane
 * @param senderDomain as {@link Entry#senderDomain()}: lower case, the empty text for the null sender
 * @param heldBy held at that time or before
 * @param sender the address of the sender, whatever its case
 * @param recipient the address of a recipient, whatever its case
 */
public record HeldFilter(
        Optional<String> reason,
        Optional<String> lane,
        Optional<String> senderDomain,
        Optional<Instant> heldBy,
        Optional<String> sender,
        Optional<String> recipient) {
    /** All held entries. */
    public static final HeldFilter ALL =
            new HeldFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public HeldFilter {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(senderDomain, "senderDomain");
        Objects.requireNonNull(heldBy, "heldBy");
        sender = sender.map(address -> address.toLowerCase(Locale.ROOT));
        recipient = recipient.map(address -> address.toLowerCase(Locale.ROOT));
    }

    /** Whoever sent it to whom. */
    public HeldFilter(
            Optional<String> reason, Optional<String> lane, Optional<String> senderDomain, Optional<Instant> heldBy) {
        this(reason, lane, senderDomain, heldBy, Optional.empty(), Optional.empty());
    }

    /** Those held for a reason. */
    public static HeldFilter ofReason(String reason) {
        return new HeldFilter(Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those of these that were held at that time or before. */
    public HeldFilter heldBy(Instant time) {
        return new HeldFilter(reason, lane, senderDomain, Optional.of(time), sender, recipient);
    }

    /** Those of these with that sender and that recipient, where they are given. */
    public HeldFilter between(Optional<String> from, Optional<String> to) {
        return new HeldFilter(reason, lane, senderDomain, heldBy, from, to);
    }
}
