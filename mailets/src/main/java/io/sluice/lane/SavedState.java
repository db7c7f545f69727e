package io.sluice.lane;

import java.util.Optional;

/**
 * A part of a lane's state that has to survive the server.
 *
 * @param key the lane, or the lane, a {@value #GATE} and one of its gates
 * @param json what is to be stored; empty when it is to be forgotten
 */
public record SavedState(String key, Optional<String> json) {
    static final String GATE = "#";

    /** Whether it is of a gate inside a lane. */
    boolean isGate() {
        return key.contains(GATE);
    }

    /** The lane that it is of. */
    String lane() {
        int gate = key.indexOf(GATE);
        return gate < 0 ? key : key.substring(0, gate);
    }
}
