package io.sluice.incident;

import io.sluice.reply.Service;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt, as evidence.
 *
 * @param at when it ended
 * @param mail its number: further refusals of the same mail are no further evidence
 * @param source the address or gateway that it left from
 * @param service which of Microsoft's; empty when it went elsewhere, which makes it a control
 * @param tenant whom of Microsoft's customers it was for, or whom else
 * @param senderDomain empty for the null sender
 * @param region of the front end that answered; empty when the reply does not name one
 * @param sign what came of it
 */
public record Trial(
        Instant at,
        long mail,
        String source,
        Optional<Service> service,
        String tenant,
        String senderDomain,
        Optional<String> region,
        Sign sign) {}
