package io.sluice.delivery;

import io.sluice.lane.LaneId;
import java.time.Instant;
import java.util.Set;

/** One of several ways to Microsoft, as far as waiting mail that takes it instead of another needs to know. */
interface EgressPath {
    /** Its part of the outbox. */
    String outgoing();

    /** The lane that takes mail for a domain. */
    LaneId laneTo(String domain);

    /** The narrower gate inside that lane. */
    String tenantOf(String domain);

    /** How many messages per second a lane of it may take now. */
    double rateOf(LaneId lane);

    /** Entries came from another part of the outbox to these lanes; the first of them runs out of time then. */
    void received(Instant expiry, Set<LaneId> lanes);
}
