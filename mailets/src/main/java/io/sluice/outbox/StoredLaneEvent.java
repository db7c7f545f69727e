package io.sluice.outbox;

/**
 * An event as it stands in the store.
 *
 * @param number the later of two events of a lane has the higher number
 */
public record StoredLaneEvent(long number, LaneEventRecord event) {}
