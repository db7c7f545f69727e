package io.sluice.route;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Instant;
import java.util.Optional;

/**
 * A path at one moment, as far as it matters to a choice.
 *
 * @param condition how its lane stands
 * @param cause why it is closed; empty when it is not, or nobody knows
 * @param testAt when a closed lane lets a mail through to test the receiver; empty when it is not closed, or is being
 *     tested
 */
public record PathView(LaneCondition condition, Optional<DeferralClass> cause, Optional<Instant> testAt) {
    /** A path without trouble. */
    public static final PathView OPEN = new PathView(LaneCondition.OPEN, Optional.empty(), Optional.empty());
}
