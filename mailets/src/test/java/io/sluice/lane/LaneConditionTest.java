package io.sluice.lane;

import static io.sluice.lane.LaneRig.FAULTS;
import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.LaneCondition;
import org.junit.jupiter.api.Test;

/** How a lane stands, in one word. */
class LaneConditionTest {
    private final LaneRig rig = LaneRig.open();

    @Test
    void isOpenAtFirst() {
        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.OPEN);
    }

    @Test
    void isThrottledForAWhileAfterARefusalBecauseOfTheRate() {
        rig.accept(300);
        rig.refuse(SAYS.serverBusy(IP));
        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.THROTTLED);

        rig.accept(ControlLaw.DEFAULT.near() + 1);

        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.OPEN);
    }

    @Test
    void isSuspendedWhenTestsAreRefusedToo() {
        rig.refuse(SAYS.serverBusy(IP));
        rig.refuse(SAYS.serverBusy(IP));
        rig.refuse(SAYS.serverBusy(IP));

        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.SUSPENDED);
    }

    @Test
    void isSuspendedWhenTheReputationDoesNotAllowTheVolume() {
        rig.refuse(SAYS.s775(IP));

        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.SUSPENDED);
    }

    @Test
    void isBlockedUntilATestPasses() {
        rig.refuse(SAYS.bannedIp(IP));
        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.BLOCKED);

        Permit test = rig.leave();
        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.BLOCKED);
        rig.accept(test);

        assertThat(rig.lane.condition()).isNotEqualTo(LaneCondition.BLOCKED);
    }

    @Test
    void isOutWhenTheServiceHasAFault() {
        for (int i = 0; i < FAULTS; i++) {
            rig.refuse(SAYS.attr17());
        }

        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.OUTAGE);
    }
}
