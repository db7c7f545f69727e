package io.sluice.delivery;

import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.matchers.LaneConditions;
import io.sluice.reply.LaneCondition;
import java.util.EnumSet;
import java.util.Set;

/** How lanes stand, for matchers. */
public final class LaneStandings implements LaneConditions {
    private final Lanes lanes;

    public LaneStandings(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public LaneCondition of(String lane) {
        return lane.indexOf('/') < 1
                ? LaneCondition.OPEN
                : lanes.find(LaneId.parse(lane)).map(Lane::condition).orElse(LaneCondition.OPEN);
    }

    @Override
    public Set<LaneCondition> to(String destination) {
        Set<LaneCondition> found = EnumSet.noneOf(LaneCondition.class);
        for (Lane lane : lanes.all()) {
            if (lane.id().destination().equals(destination)) {
                found.add(lane.condition());
            }
        }
        if (found.isEmpty()) {
            found.add(LaneCondition.OPEN);
        }
        return found;
    }
}
