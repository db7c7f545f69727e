package io.sluice.route;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a path is left, and when it is taken again.
 *
 * @param leaveOn conditions of its lane that it is left on
 * @param leaveOnClasses causes of a closed lane that it is left on
 * @param patience how long that must last; a block needs no patience
 * @param returnAfter how long a path must be open again until mail takes it; longer when that proved too early
 */
public record RoutePolicy(
        Set<LaneCondition> leaveOn, Set<DeferralClass> leaveOnClasses, Duration patience, Duration returnAfter) {
    public static final RoutePolicy DEFAULT = new RoutePolicy(
            EnumSet.of(LaneCondition.BLOCKED, LaneCondition.SUSPENDED),
            Set.of(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));

    public RoutePolicy {
        leaveOn = Set.copyOf(leaveOn);
        leaveOnClasses = Set.copyOf(leaveOnClasses);
    }

    boolean isTrouble(PathView view) {
        return leaveOn.contains(view.condition())
                || view.cause().filter(leaveOnClasses::contains).isPresent();
    }
}
