package io.sluice.lane;

import java.util.Optional;

/**
 * A part of a lane's state that has to survive the server.
 *
 * @param key the lane, or the lane and one of its gates
 * @param json what is to be stored; empty when it is to be forgotten
 */
public record SavedState(String key, Optional<String> json) {}
