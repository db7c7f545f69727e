package io.sluice.outbox;

import java.time.Instant;
import java.util.List;

/**
 * Recipients that wait together.
 *
 * @param recipients with their last reply, at least one
 * @param due when they are tried again
 * @param deferral why they wait
 */
public record Postponement(List<Recipient> recipients, Instant due, Deferral deferral) {
    public Postponement {
        recipients = List.copyOf(recipients);
    }
}
