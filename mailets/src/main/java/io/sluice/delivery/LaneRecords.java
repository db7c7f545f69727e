package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.SavedState;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lanes' states and events as the outbox keeps them. */
final class LaneRecords {
    private LaneRecords() {}

    static LaneChanges changes(List<SavedState> states, List<LaneEvent> events, Instant now) {
        if (states.isEmpty() && events.isEmpty()) {
            return LaneChanges.NONE;
        }
        return new LaneChanges(
                states.stream()
                        .filter(state -> state.key().length() <= LaneRecord.MOST_KEY)
                        .map(state -> new LaneRecord(state.key(), state.json().orElse(""), now))
                        .toList(),
                events.stream().map(LaneRecords::event).toList());
    }

    private static LaneEventRecord event(LaneEvent event) {
        String cause = event.gate().isEmpty() ? event.cause() : event.gate() + ": " + event.cause();
        return new LaneEventRecord(
                event.lane().toString(), event.at(), event.kind().token(), cause, event.from(), event.to());
    }

    static List<SavedState> states(List<LaneRecord> records) {
        return records.stream()
                .filter(record -> !record.key().startsWith(LaneRecord.ORDER)
                        && !record.key().startsWith(LaneRecord.INCIDENTS)
                        && !record.key().startsWith(LaneRecord.ROUTE))
                .map(record -> new SavedState(record.key(), Optional.of(record.state())))
                .toList();
    }
}
