package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.outbox.Entry;

/**
 * Is told about every outcome: recipient by recipient, and the attempt as a whole. Safe for several threads; must not
 * block. What it throws is logged and changes nothing.
 */
public interface DeliveryObserver {
    /** A mail was taken for that lane, one for each domain of its recipients. */
    default void taken(LaneId lane) {}

    /** An attempt begins. */
    default void attempted(LaneId lane) {}

    /** So many recipients were accepted. */
    default void accepted(LaneId lane, int recipients) {}

    /** A recipient was refused and waits. */
    default void deferred(LaneId lane, Refusal refusal) {}

    /** A recipient was refused and is given up. */
    default void failed(LaneId lane, Refusal refusal) {}

    /** The attempt of which the calls above told, in one. Comes after them. */
    default void concluded(AttemptOutcome outcome) {}

    /** The time of so many recipients of an entry was over. */
    default void expired(LaneId lane, Entry entry, int recipients) {}

    /** James's spool handed a mail over again that the outbox had taken for so many recipients before a crash. */
    default void takenBefore(int recipients) {}

    /** A lane changed one of its limits or gates. */
    default void laneChanged(LaneEvent event) {}
}
