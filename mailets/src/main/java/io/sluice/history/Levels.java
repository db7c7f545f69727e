package io.sluice.history;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stood at a moment.
 *
 * @param at when that was
 * @param condition of the lane
 * @param ratePerSecond messages that may leave
 * @param connections that may be open at one time
 * @param ready entries that are due
 * @param waiting entries that are due later
 * @param held entries that wait for a release
 * @param inFlight entries that are being sent
 * @param oldestDue when the entry that is first in the queue is, or was, due; empty without a queue
 */
public record Levels(
        Instant at,
        LaneCondition condition,
        double ratePerSecond,
        int connections,
        long ready,
        long waiting,
        long held,
        long inFlight,
        Optional<Instant> oldestDue) {
    /** What two servers on one outbox say within this time of each other is about the same moment. */
    private static final Duration TOGETHER = Duration.ofSeconds(45);

    /** Entries in the outbox. */
    public long backlog() {
        return ready + waiting + held + inFlight;
    }

    /** The later of two; of two servers at one moment the sum of what they allow, and the one backlog that they share. */
    Levels mergedWith(Levels other) {
        boolean before = other.at.isAfter(at);
        Levels later = before ? other : this;
        Levels earlier = before ? this : other;
        if (Duration.between(earlier.at, later.at).compareTo(TOGETHER) > 0) {
            return later;
        }
        LaneCondition worse = later.condition.compareTo(earlier.condition) >= 0 ? later.condition : earlier.condition;
        return new Levels(
                later.at,
                worse,
                later.ratePerSecond + earlier.ratePerSecond,
                later.connections + earlier.connections,
                later.ready,
                later.waiting,
                later.held,
                later.inFlight,
                later.oldestDue);
    }
}
