package io.sluice.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message's recipients at one destination.
 *
 * @param outgoing the part of the outbox: the name given to the mailet's {@code outgoing}
 * @param lane the lane that carries it
 * @param domain the recipients' domain, lower case
 * @param tenant the narrower gate inside the lane: the business MX host, or the domain
 * @param senderDomain whose turn it is when it goes: the domain of the reverse path, lower case; empty for the null
 *     sender
 * @param recipients at least one address
 * @param priority 0 (lowest) to 9, as James's mail priority
 * @param due when it may leave first
 * @param expires when it is given up
 * @param notice when it is handed out by {@link Outbox#takeNotices} if it waits then; empty for never
 */
public record NewEntry(
        String outgoing,
        String lane,
        String domain,
        String tenant,
        String senderDomain,
        List<String> recipients,
        int priority,
        Instant due,
        Instant expires,
        Optional<Instant> notice) {
    public NewEntry {
        Objects.requireNonNull(notice, "notice");
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("An entry needs a recipient");
        }
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("Priority is 0 to 9, not " + priority);
        }
    }

    /** Nobody is told that it waits. */
    public NewEntry(
            String outgoing,
            String lane,
            String domain,
            String tenant,
            String senderDomain,
            List<String> recipients,
            int priority,
            Instant due,
            Instant expires) {
        this(outgoing, lane, domain, tenant, senderDomain, recipients, priority, due, expires, Optional.empty());
    }
}
