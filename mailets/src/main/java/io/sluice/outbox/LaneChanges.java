package io.sluice.outbox;

import java.util.List;

/**
 * What is to be remembered about lanes.
 *
 * @param states how they stand; of several with one key the last counts
 * @param events what happened, oldest first
 */
public record LaneChanges(List<LaneRecord> states, List<LaneEventRecord> events) {
    public static final LaneChanges NONE = new LaneChanges(List.of(), List.of());

    public LaneChanges {
        states = List.copyOf(states);
        events = List.copyOf(events);
    }
}
