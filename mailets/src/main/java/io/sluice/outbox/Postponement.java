package io.sluice.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Recipients that wait together.
 *
 * @param recipients with their last reply, at least one
 * @param due when they are tried again
 * @param deferral why they wait
 * @param priority their priority from now on, 0 to 9; empty to keep it
 * @param expires when they are given up from now on; empty to keep it
 */
public record Postponement(
        List<Recipient> recipients, Instant due, Deferral deferral, OptionalInt priority, Optional<Instant> expires) {
    public Postponement {
        Objects.requireNonNull(expires, "expires");
        recipients = List.copyOf(recipients);
        if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > 9)) {
            throw new IllegalArgumentException("Priority is 0 to 9, not " + priority.getAsInt());
        }
    }

    /** They keep their time to live. */
    public Postponement(List<Recipient> recipients, Instant due, Deferral deferral, OptionalInt priority) {
        this(recipients, due, deferral, priority, Optional.empty());
    }

    /** They keep their priority and their time to live. */
    public Postponement(List<Recipient> recipients, Instant due, Deferral deferral) {
        this(recipients, due, deferral, OptionalInt.empty());
    }
}
