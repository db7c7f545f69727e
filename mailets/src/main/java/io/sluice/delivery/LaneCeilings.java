package io.sluice.delivery;

import io.sluice.lane.CountBounds;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import java.util.OptionalInt;

/**
 * What the lanes of a mailet may learn at most, by its own parameters; each 1 or more. Such a ceiling stands in place of
 * the published default; where {@code sluice.properties} has another one, the lower counts.
 *
 * @param connections at one time
 * @param messagesPerConnection on one connection
 * @param recipientsPerTransaction of one transaction
 */
public record LaneCeilings(
        OptionalInt connections, OptionalInt messagesPerConnection, OptionalInt recipientsPerTransaction) {
    /** Nothing is said. */
    public static final LaneCeilings NONE =
            new LaneCeilings(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** The limits of a lane below these ceilings. */
    LaneLimits applyTo(LaneId id, LaneLimits limits) {
        LaneLimits standard = LanePolicy.DEFAULT.limitsOf(id);
        return new LaneLimits(
                limits.rate(),
                below(connections, limits.connections(), standard.connections()),
                limits.connectionRate(),
                below(messagesPerConnection, limits.messagesPerConnection(), standard.messagesPerConnection()),
                below(recipientsPerTransaction, limits.recipientsPerTransaction(), standard.recipientsPerTransaction()),
                limits.gateRate(),
                limits.warmUp());
    }

    private static CountBounds below(OptionalInt given, CountBounds bounds, CountBounds standard) {
        if (given.isEmpty()) {
            return bounds;
        }
        int ceiling = bounds.equals(standard) ? given.getAsInt() : Math.min(given.getAsInt(), bounds.ceiling());
        boolean fixed = bounds.start() == bounds.ceiling();
        int start = fixed ? ceiling : Math.min(bounds.start(), ceiling);
        return new CountBounds(start, Math.min(bounds.floor(), ceiling), ceiling);
    }
}
