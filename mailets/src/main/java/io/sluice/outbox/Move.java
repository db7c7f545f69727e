package io.sluice.outbox;

import java.time.Instant;

/**
 * Where a queued entry of another part of the outbox goes.
 *
 * @param entryId the entry
 * @param outgoing its new part of the outbox
 * @param lane its new lane
 * @param tenant the narrower gate inside that
 * @param due when it may leave
 */
public record Move(long entryId, String outgoing, String lane, String tenant, Instant due) {}
