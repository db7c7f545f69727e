package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.refused;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a lane does when it is too fast, and when nothing is wrong. */
class LaneRateTest {
    private final LaneRig rig = LaneRig.open();

    @Test
    void lowersTheRateAndNothingElseWhenItIsTooFast() {
        rig.accept(30);
        LaneView before = rig.lane.view();

        rig.refuse(SAYS.serverBusy(IP));

        LaneView after = rig.lane.view();
        assertThat(after.ratePerSecond()).isLessThan(before.ratePerSecond());
        assertThat(after.state()).isInstanceOf(GateState.Open.class);
        assertThat(after.connections()).isEqualTo(before.connections());
        assertThat(after.messagesPerConnection()).isEqualTo(before.messagesPerConnection());
        assertThat(after.recipientsPerTransaction()).isEqualTo(before.recipientsPerTransaction());
        assertThat(after.connectionsPerSecond()).isEqualTo(before.connectionsPerSecond());
    }

    @Test
    void aSecondRefusalSoonAfterClosesForAShortRest() {
        rig.refuse(SAYS.serverBusy(IP));
        double rate = rig.rate();

        rig.refuse(SAYS.serverBusy(IP));

        assertThat(rig.rate()).isLessThan(rate);
        assertThat(rig.closedFor()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
    }

    @Test
    void aSecondRefusalAfterALongGoodRunDoesNotClose() {
        rig.refuse(SAYS.serverBusy(IP));
        rig.accept(ControlLaw.DEFAULT.near() + 1);

        rig.refuse(SAYS.serverBusy(IP));

        assertThat(rig.isOpen() || rig.closedFor().isZero()).isTrue();
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void countsRefusalsOfMailThatLeftAtTheSameRateOnce() {
        List<Permit> together = rig.leave(5);
        rig.refuse(together.get(0), SAYS.serverBusy(IP));
        double once = rig.rate();

        together.subList(1, 5).forEach(permit -> rig.refuse(permit, SAYS.serverBusy(IP)));

        assertThat(rig.rate()).isEqualTo(once);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void poolsWhatManyTenantsSayAboutTheSource() {
        LaneRig single = LaneRig.open();
        IntStream.range(0, 500).forEach(i -> single.refuse(SAYS.serverBusy(IP)));

        IntStream.range(0, 500).forEach(i -> {
            Errand errand = to("tenant" + i + ".example");
            rig.conclude(rig.leave(errand), errand, refused(errand, SAYS.serverBusy(IP)));
        });

        assertThat(rig.rate()).isEqualTo(single.rate());
        assertThat(rig.lane.view().narrowGates()).isZero();
    }

    @Test
    void growsWhileItsRateIsWhatHoldsItBack() {
        rig.accept(100);

        assertThat(rig.rate()).isGreaterThan(10);
    }

    @Test
    void doesNotGrowWhileThereIsLittleToSend() {
        for (int i = 0; i < 500; i++) {
            rig.accept(1);
            rig.pass(Duration.ofSeconds(2));
        }

        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void doesNotGrowByTimeAlone() {
        rig.pass(Duration.ofDays(30));

        rig.accept(1);

        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void neverGrowsAboveTheCeiling() {
        rig.accept(3000);

        assertThat(rig.rate()).isEqualTo(100);
    }

    @Test
    void remembersTheRateThatHurtAndRestsBelowIt() {
        rig.accept(200);
        rig.refuse(SAYS.serverBusy(IP));
        double hurt = rig.lane.view().hurtPerSecond();

        rig.accept(60);

        assertThat(hurt).isPositive();
        assertThat(rig.rate()).isBetween(0.8 * hurt, hurt);
    }

    @Test
    void keepsItsRateOverAnyLongTime() {
        rig.lane.limits(LaneRig.limits().withRate(new RateBounds(10, 10, 10)), rig.now);

        int left = rig.leavingWithin(Duration.ofMinutes(10));

        assertThat(left).isCloseTo(6000, within(ControlLaw.DEFAULT.burst() + 1));
    }

    @Test
    void tellsExactlyWhenTheNextMailMayLeave() {
        rig.leave(5).forEach(rig::accept);
        Admission.NotBefore later = (Admission.NotBefore) rig.lane.admit(rig.now);

        Admission early = rig.lane.admit(later.when().minusMillis(1));
        Admission onTime = rig.lane.admit(later.when());

        assertThat(early).isEqualTo(later);
        assertThat(onTime).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void splitTlsIpv4AndAuthenticationRepliesThrottleNothing() {
        LaneView before = rig.lane.view();

        rig.refuse(SAYS.startTlsRequired());
        rig.refuse(SAYS.ipv6NeedsPtr("2001:db8::1"));
        rig.refuse(SAYS.ipv6RangeLimit("2001:db8::1"));
        rig.refuse(SAYS.ipv6NeedsAuthentication("2001:db8::1"));
        rig.refuse(SAYS.attr38());

        assertThat(rig.lane.view())
                .usingRecursiveComparison()
                .ignoringFields("recipientsPerTransaction")
                .isEqualTo(before);
    }

    @Test
    void tooManyRecipientsLowersTheRecipientsOfATransaction() {
        Errand errand = new Errand(
                "contoso.com",
                "sender.example",
                IntStream.range(0, 50).mapToObj(i -> i + "@contoso.com").toList());
        List<Finding> rest =
                refused(errand, SAYS.tooManyRecipients()).refusals().subList(20, 50);

        rig.conclude(rig.leave(errand), errand, new Findings(20, rest, OptionalInt.of(20)));

        assertThat(rig.lane.recipientsPerTransaction()).isEqualTo(20);
        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void tooManyMessagesOnAConnectionLowersThatNumberOnly() {
        rig.refuse(SAYS.tooManyMessagesPerConnection(IP));

        assertThat(rig.lane.messagesPerConnection()).isEqualTo(25);
        assertThat(rig.rate()).isEqualTo(10);
        assertThat(rig.connections()).isEqualTo(5);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }
}
