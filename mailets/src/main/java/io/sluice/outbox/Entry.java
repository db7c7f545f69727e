package io.sluice.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry as it stands in the store.
 *
 * @param id the entry
 * @param messageId the message, shared with its other entries
 * @param senderDomain as {@link NewEntry#senderDomain()}
 * @param attempts attempts so far
 * @param stored when the message was stored
 * @param lastDeferral why it waits; empty before the first deferral
 */
public record Entry(
        long id,
        long messageId,
        String outgoing,
        String lane,
        String domain,
        String tenant,
        String senderDomain,
        List<Recipient> recipients,
        int priority,
        int attempts,
        Instant stored,
        Instant due,
        Instant expires,
        Optional<Deferral> lastDeferral) {
    public Entry {
        recipients = List.copyOf(recipients);
    }
}
