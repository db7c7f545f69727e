package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many attempts a lane has under way, and how fast it opens connections. */
class LaneConnectionsTest {
    private static final RateBounds FAST = new RateBounds(1000, 1, 1000);

    private final LaneRig rig = new LaneRig(LaneRig.limits().withRate(FAST));

    @Test
    void givesNoMorePermitsThanConnections() {
        List<Permit> out = rig.leave(5);

        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.lane.admit(rig.now)).isEqualTo(Admission.BUSY);
        assertThat(rig.lane.view().attemptsOut()).isEqualTo(out.size());
    }

    @Test
    void aPermitThatComesBackLetsTheNextMailGo() {
        List<Permit> out = rig.leave(5);
        rig.pass(Duration.ofMinutes(1));

        rig.accept(out.get(0));

        assertThat(rig.isOpen()).isTrue();
    }

    @Test
    void tooManyConnectionsTakesOneAwayAndLeavesTheRate() {
        rig.refuse(SAYS.tooManyConnections());

        assertThat(rig.connections()).isEqualTo(4);
        assertThat(rig.rate()).isEqualTo(1000);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void tooManyConnectionsSoonAgainHalvesThem() {
        rig.refuse(SAYS.tooManyConnections());

        rig.refuse(SAYS.s3115(IP));

        assertThat(rig.connections()).isEqualTo(2);
        assertThat(rig.rate()).isEqualTo(1000);
        assertThat(rig.happened(LaneEvent.Kind.CONNECTION_RATE_LOWERED)).hasSize(1);
    }

    @Test
    void countsRefusalsOfOneMomentOnce() {
        List<Permit> out = rig.leave(5);

        out.forEach(permit -> rig.refuse(permit, SAYS.tooManyConnections()));

        assertThat(rig.connections()).isEqualTo(4);
    }

    @Test
    void restsWhenEvenOneConnectionIsTooMany() {
        while (rig.connections() > 1) {
            rig.refuse(SAYS.tooManyConnections());
        }

        rig.refuse(SAYS.tooManyConnections());

        assertThat(rig.closedFor()).isPositive();
        assertThat(rig.connections()).isEqualTo(1);
    }

    @Test
    void growsWhereTheNumberOfConnectionsHoldsTheLaneBack() {
        sendOverAllConnections(20);

        assertThat(rig.connections()).isGreaterThan(5);
    }

    @Test
    void neverGrowsAboveTheCeiling() {
        sendOverAllConnections(500);

        assertThat(rig.connections()).isEqualTo(20);
    }

    @Test
    void doesNotGrowWhereTheRateHoldsTheLaneBack() {
        LaneRig slow = LaneRig.open();

        slow.accept(2000);

        assertThat(slow.connections()).isEqualTo(5);
    }

    @Test
    void doesNotGrowWhereThereIsLittleToSend() {
        for (int i = 0; i < 2000; i++) {
            rig.accept(1);
            rig.pass(Duration.ofSeconds(1));
        }

        assertThat(rig.connections()).isEqualTo(5);
    }

    @Test
    void triesTheNumberThatHurtAgainOnlyAfterALongGoodRun() {
        sendOverAllConnections(20);
        rig.refuse(SAYS.tooManyConnections());
        int after = rig.connections();

        sendOverAllConnections(20);

        assertThat(rig.connections()).isEqualTo(after);
    }

    @Test
    void anAttemptThatWasNotMadeLeavesNoTrace() {
        LaneView before = rig.lane.view();
        Permit permit = rig.leave();

        rig.lane.abandon(permit, rig.now);

        assertThat(rig.lane.view()).isEqualTo(before);
    }

    @Test
    void aPermitThatIsAbandonedAfterItsConclusionCountsOnce() {
        List<Permit> out = rig.leave(2);
        rig.accept(out.get(0));

        rig.lane.abandon(out.get(0), rig.now);

        assertThat(rig.lane.view().attemptsOut()).isEqualTo(1);
    }

    @Test
    void refusesToConcludeAPermitTwice() {
        Permit permit = rig.leave();
        rig.accept(permit);

        assertThatIllegalStateException().isThrownBy(() -> rig.accept(permit)).withMessageContaining("twice");
    }

    @Test
    void opensConnectionsNoFasterThanTheirRate() {
        Instant end = rig.now.plusSeconds(60);
        RateBounds five = new RateBounds(5, 5, 5);
        LaneLimits limits = LaneRig.limits();
        rig.lane.limits(
                new LaneLimits(
                        FAST,
                        limits.connections(),
                        five,
                        limits.messagesPerConnection(),
                        limits.recipientsPerTransaction(),
                        limits.gateRate(),
                        limits.warmUp()),
                rig.now);
        int opened = 0;

        while (!rig.now.isAfter(end)) {
            Instant when = rig.lane.connect(rig.now);
            opened += when.isAfter(rig.now) ? 0 : 1;
            rig.now = when;
        }

        assertThat(opened).isBetween(300, 300 + ControlLaw.DEFAULT.burst());
    }

    /** Slow answers: all connections are in use, and more mail is waiting. */
    private void sendOverAllConnections(int rounds) {
        for (int round = 0; round < rounds; round++) {
            List<Permit> out = new ArrayList<>();
            rig.pass(Duration.ofSeconds(1));
            while (rig.lane.admit(rig.now) instanceof Admission.Admitted admitted) {
                out.add(admitted.permit());
                rig.pass(Duration.ofMillis(1));
            }
            out.forEach(rig::accept);
        }
    }
}
