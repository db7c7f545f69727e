package io.sluice.lane;

import java.time.Instant;

/**
 * A gate inside a lane that lets nothing pass.
 *
 * @param name the same as in {@link LaneEvent#gate()}
 * @param until when to ask again
 */
public record ClosedGate(String name, Instant until) {}
