package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String CONTOSO = "contoso-com.mail.protection.outlook.com";

    private final Lane lane = new Lane(LaneId.of("192.0.2.7", Service.BUSINESS), new LaneLimits(3));

    @Test
    void admitsAsManyAttemptsAsItHasConnections() {
        assertThat(lane.admit(NOON)).isInstanceOf(Admission.Admitted.class);
        assertThat(lane.admit(NOON)).isInstanceOf(Admission.Admitted.class);
        assertThat(lane.admit(NOON)).isInstanceOf(Admission.Admitted.class);

        assertThat(lane.admit(NOON)).isEqualTo(new Admission.Busy());
    }

    @Test
    void takesAnotherAttemptWhenOneComesBack() {
        Permit first = admitted(NOON);
        admitted(NOON);
        admitted(NOON);

        lane.pass(first);

        assertThat(lane.admit(NOON)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void saysExactlyWhenAClosedLaneOpens() {
        lane.close(admitted(NOON), NOON.plus(MINUTE), "rate limited");

        assertThat(lane.admit(NOON)).isEqualTo(new Admission.NotBefore(NOON.plus(MINUTE)));
        assertThat(lane.closedUntil()).contains(NOON.plus(MINUTE));
    }

    @Test
    void letsASingleMailTestTheLaneWhenTheTimeHasCome() {
        lane.close(admitted(NOON), NOON.plus(MINUTE), "rate limited");

        Admission test = lane.admit(NOON.plus(MINUTE));

        assertThat(test).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> assertThat(
                        admitted.permit().probe())
                .isTrue());
        assertThat(lane.admit(NOON.plus(MINUTE))).isEqualTo(new Admission.Busy());
    }

    @Test
    void opensForTheRestWhenTheTestPasses() {
        lane.close(admitted(NOON), NOON.plus(MINUTE), "rate limited");

        lane.pass(admitted(NOON.plus(MINUTE)));

        assertThat(lane.state()).isEqualTo(new GateState.Open());
        assertThat(lane.refusals()).isZero();
    }

    @Test
    void countsTheRefusalsInARowSoThatWaitsCanGrow() {
        lane.close(admitted(NOON), NOON.plus(MINUTE), "rate limited");
        lane.close(admitted(NOON.plus(MINUTE)), NOON.plusSeconds(300), "rate limited");

        assertThat(lane.refusals()).isEqualTo(2);
        assertThat(lane.closedUntil()).contains(NOON.plusSeconds(300));
    }

    @Test
    void countsOneRefusalWhenAttemptsThatWereOutTogetherAreAllRefused() {
        Permit first = admitted(NOON);
        Permit second = admitted(NOON);

        lane.close(first, NOON.plus(MINUTE), "rate limited");
        lane.close(second, NOON.plus(MINUTE.multipliedBy(2)), "rate limited");

        assertThat(lane.refusals()).isEqualTo(1);
        assertThat(lane.closedUntil()).contains(NOON.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void staysClosedWhenAnAttemptFromBeforeTheClosingPasses() {
        Permit first = admitted(NOON);
        Permit second = admitted(NOON);
        lane.close(first, NOON.plus(MINUTE), "rate limited");

        lane.pass(second);

        assertThat(lane.closedUntil()).contains(NOON.plus(MINUTE));
    }

    @Test
    void mayBeTestedAgainWhenTheTestSaysNothing() {
        lane.close(admitted(NOON), NOON.plus(MINUTE), "rate limited");
        Permit probe = admitted(NOON.plus(MINUTE));

        lane.abandon(probe, NOON.plus(MINUTE));

        assertThat(lane.admit(NOON.plus(MINUTE))).isInstanceOf(Admission.Admitted.class);
        assertThat(lane.refusals()).isEqualTo(1);
    }

    @Test
    void closesOneTenantAndLeavesTheOthersAlone() {
        lane.closeTo(CONTOSO, tenantPermit(CONTOSO), NOON.plus(MINUTE), "organization queue quota");

        assertThat(lane.admitTo(CONTOSO, NOON)).isEqualTo(new Admission.NotBefore(NOON.plus(MINUTE)));
        assertThat(lane.admitTo("fabrikam-com.mail.protection.outlook.com", NOON))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void forgetsATenantsGateWhenItIsAtRest() {
        lane.closeTo(CONTOSO, tenantPermit(CONTOSO), NOON.plus(MINUTE), "organization queue quota");

        lane.passTo(CONTOSO, tenantPermitAt(CONTOSO, NOON.plus(MINUTE)));

        assertThat(lane.closedTenants()).isZero();
    }

    @Test
    void closesEveryLaneOfAServiceAndNoOther() {
        Lanes lanes = new Lanes();
        Lane business = lanes.lane(LaneId.of("192.0.2.7", Service.BUSINESS), new LaneLimits(3));
        Lane otherSource = lanes.lane(LaneId.of("192.0.2.8", Service.BUSINESS), new LaneLimits(3));
        Lane consumer = lanes.lane(LaneId.of("192.0.2.7", Service.CONSUMER), new LaneLimits(3));

        lanes.closeAll(Service.BUSINESS, NOON.plus(MINUTE), "outage");

        assertThat(business.closedUntil()).contains(NOON.plus(MINUTE));
        assertThat(otherSource.closedUntil()).contains(NOON.plus(MINUTE));
        assertThat(consumer.closedUntil()).isEmpty();
    }

    @Test
    void writesItsNameAsSourceAndDestination() {
        LaneId id = LaneId.parse("2001:db8::7/consumer");

        assertThat(id).isEqualTo(LaneId.of("2001:db8::7", Service.CONSUMER));
        assertThat(id.service()).contains(Service.CONSUMER);
        assertThat(new LaneId("default", "example.org").service()).isEmpty();
    }

    private Permit admitted(Instant now) {
        return ((Admission.Admitted) lane.admit(now)).permit();
    }

    private Permit tenantPermit(String tenant) {
        return tenantPermitAt(tenant, NOON);
    }

    private Permit tenantPermitAt(String tenant, Instant now) {
        return ((Admission.Admitted) lane.admitTo(tenant, now)).permit();
    }
}
