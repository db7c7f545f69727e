package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;

/** Is told about every outcome, one call per recipient. Safe for several threads; must not block. */
interface DeliveryObserver {
    void attempted(LaneId lane);

    void accepted(LaneId lane, int recipients);

    void deferred(LaneId lane, Refusal refusal);

    void failed(LaneId lane, Refusal refusal);

    void expired(LaneId lane, int recipients);

    /** A lane changed one of its limits or gates. */
    void laneChanged(LaneEvent event);
}
