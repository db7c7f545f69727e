package io.sluice.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * How much of a lane's mail is in the outbox.
 *
 * @param ready entries that are due. Where more than 10,000 are due and more than 10,000 due later, or they are spread over
 *     more than 10,000 combinations of sender domain, tenant and priority, at least so many
 * @param waiting the other queued entries: those that are due later
 * @param held entries that wait for a release
 * @param inFlight entries that are leased
 * @param nextDue when the next queued entry is due
 */
public record LaneBacklog(
        String outgoing, String lane, long ready, long waiting, long held, long inFlight, Optional<Instant> nextDue) {}
