package io.sluice.lane;

import java.time.Instant;
import java.util.Optional;

/** Whether mail may pass a gate. */
public sealed interface GateState {
    /** Why mail may not pass, for people; empty when it may. */
    default Optional<String> reason() {
        if (this instanceof Closed closed) {
            return Optional.of(closed.cause());
        }
        return this instanceof Testing testing ? Optional.of(testing.cause()) : Optional.empty();
    }

    /** It may. */
    record Open() implements GateState {}

    /**
     * It may not before a time.
     *
     * @param until when a single mail may test the gate
     * @param refusals how often in a row the gate was told to close, 1 or more
     * @param cause why, for people
     */
    record Closed(Instant until, int refusals, String cause) implements GateState {}

    /**
     * A single mail is testing it.
     *
     * @param refusals how often in a row the gate was told to close before
     * @param cause why it was closed
     */
    record Testing(int refusals, String cause) implements GateState {}
}
