package io.sluice.outbox;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Recipients that wait together.
 *
 * @param recipients with their last reply, at least one
 * @param due when they are tried again
 * @param deferral why they wait
 * @param priority their priority from now on, 0 to 9; empty to keep it
 */
public record Postponement(List<Recipient> recipients, Instant due, Deferral deferral, OptionalInt priority) {
    public Postponement {
        recipients = List.copyOf(recipients);
        if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > 9)) {
            throw new IllegalArgumentException("Priority is 0 to 9, not " + priority.getAsInt());
        }
    }

    /** They keep their priority. */
    public Postponement(List<Recipient> recipients, Instant due, Deferral deferral) {
        this(recipients, due, deferral, OptionalInt.empty());
    }
}
