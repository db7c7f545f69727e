package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits and shares change while the lane works. */
class LaneLimitsTest {
    private static final Share HALF = new Share(0.5);

    private final LaneRig rig = LaneRig.open();

    @Test
    void aLaneThatLearnedNothingBeginsAtTheNewStart() {
        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(20, 1, 50)), rig.now);

        assertThat(rig.rate()).isEqualTo(20);
    }

    @Test
    void keepsWhatItLearnedWithinTheNewLimits() {
        rig.accept(50);
        double learned = rig.rate();

        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(1, 1, 200)), rig.now);

        assertThat(rig.rate()).isEqualTo(learned);
    }

    @Test
    void fallsToANewCeilingAtOnce() {
        rig.accept(100);

        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(1, 1, 2)), rig.now);

        assertThat(rig.rate()).isEqualTo(2);
        assertThat(rig.leavingWithin(Duration.ofMinutes(1))).isLessThanOrEqualTo(120 + ControlLaw.DEFAULT.burst());
    }

    @Test
    void risesToANewFloorAtOnce() {
        rig.refuse(SAYS.serverBusy(IP));

        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(50, 40, 100)), rig.now);

        assertThat(rig.rate()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void fewerConnectionsCountForMailThatIsNotUnderWayYet() {
        List<Permit> out = rig.leave(5);

        rig.lane.limits(LaneRig.limits().withConnections(new CountBounds(2, 1, 2)), rig.now);
        rig.pass(Duration.ofMinutes(1));
        out.subList(0, 3).forEach(rig::accept);

        assertThat(rig.lane.admit(rig.now)).isEqualTo(Admission.BUSY);
        rig.accept(out.get(3));
        assertThat(rig.isOpen()).isTrue();
    }

    @Test
    void aClosedLaneStaysClosed() {
        rig.refuse(SAYS.s3150(IP));
        Duration rest = rig.closedFor();

        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(50, 1, 100)), rig.now);

        assertThat(rig.closedFor()).isEqualTo(rest);
    }

    @Test
    void theSameLimitsChangeNothing() {
        rig.lane.limits(LaneRig.limits(), rig.now);

        assertThat(rig.lane.takeEvents()).isEmpty();
    }

    @Test
    void halfAShareIsHalfTheRateThatWasLearned() {
        rig.accept(100);
        double whole = rig.rate();

        rig.lane.share(HALF, rig.now);

        assertThat(rig.rate()).isEqualTo(whole / 2);
    }

    @Test
    void theWholeShareGivesBackWhatHalfTook() {
        rig.accept(30);
        rig.refuse(SAYS.serverBusy(IP));
        double whole = rig.rate();
        double hurt = rig.lane.view().hurtPerSecond();

        rig.lane.share(HALF, rig.now);
        rig.lane.share(Share.WHOLE, rig.now);

        assertThat(rig.rate()).isEqualTo(whole);
        assertThat(rig.lane.view().hurtPerSecond()).isEqualTo(hurt);
    }

    @Test
    void twoHalvesHaveNoMoreConnectionsThanTheWhole() {
        assertThat(rig.lane.connections()).isEqualTo(5);

        rig.lane.share(HALF, rig.now);

        assertThat(2 * rig.lane.connections()).isLessThanOrEqualTo(5);
    }

    @Test
    void theSmallestShareHasOneConnection() {
        rig.lane.share(new Share(0.001), rig.now);

        assertThat(rig.lane.connections()).isEqualTo(1);
    }
}
