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
 * @param hold why it does not leave yet; empty when it may
 * @param route the name of the route that chose its path, and may choose another; empty when it has one path only
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
        Optional<Instant> notice,
        Optional<HoldTerms> hold,
        Optional<String> route) {
    public NewEntry {
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(route, "route");
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("An entry needs a recipient");
        }
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("Priority is 0 to 9, not " + priority);
        }
    }

    /** It may leave, on one path, and nobody is told that it waits. */
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

    /** It may leave, on one path. */
    public NewEntry(
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
        this(
                outgoing,
                lane,
                domain,
                tenant,
                senderDomain,
                recipients,
                priority,
                due,
                expires,
                notice,
                Optional.empty(),
                Optional.empty());
    }

    /** The same, held. */
    public NewEntry held(HoldTerms why) {
        return with(Optional.of(why), route);
    }

    /** The same, on a path that this route chose. */
    public NewEntry routedBy(String name) {
        return with(hold, Optional.of(name));
    }

    private NewEntry with(Optional<HoldTerms> otherHold, Optional<String> otherRoute) {
        return new NewEntry(
                outgoing,
                lane,
                domain,
                tenant,
                senderDomain,
                recipients,
                priority,
                due,
                expires,
                notice,
                otherHold,
                otherRoute);
    }
}
