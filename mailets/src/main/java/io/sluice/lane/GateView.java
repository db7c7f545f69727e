package io.sluice.lane;

import java.util.Optional;

/**
 * A gate inside a lane at one moment, for people.
 *
 * @param ratePerSecond messages that may pass once it is open; empty when it has no pace of its own
 */
public record GateView(GateKey key, GateState state, Optional<Double> ratePerSecond) {}
