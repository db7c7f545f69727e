package io.sluice.lane;

import static io.sluice.lane.LaneRig.FAULTS;
import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.START;
import static io.sluice.lane.LaneRig.refused;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a lane closes, for how long, how it is tested, and how it comes back. */
class LaneClosingTest {
    private static final int BURST = ControlLaw.DEFAULT.burst();

    private final LaneRig rig = LaneRig.open();

    @Test
    void lowReputationHalvesTheRateAndSuspends() {
        rig.refuse(SAYS.s775(IP));

        assertThat(rig.rate()).isEqualTo(5);
        assertThat(rig.closedFor())
                .isGreaterThanOrEqualTo(ControlLaw.DEFAULT.reputationPause().first());
    }

    @Test
    void aBlockSuspendsForAsLongAsItsClassAsks() {
        rig.refuse(SAYS.s3150(IP));

        assertThat(rig.closedFor()).isBetween(Duration.ofHours(4), Duration.ofHours(6));
    }

    @Test
    void beginsAgainFromTheStartRateAfterABlock() {
        rig.accept(300);
        rig.refuse(SAYS.bannedIp(IP));

        rig.accept(1);

        assertThat(rig.rate()).isEqualTo(10);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void onlyOneProbeIsOutAtATime() {
        rig.refuse(SAYS.s775(IP));

        Permit probe = rig.leave();

        assertThat(probe.probe()).isTrue();
        assertThat(rig.isTesting()).isTrue();
        assertThat(rig.lane.admit(rig.now.plus(Duration.ofHours(9)))).isEqualTo(Admission.BUSY);
    }

    @Test
    void aRefusedProbeMakesTheRestLonger() {
        rig.refuse(SAYS.serverBusy(IP));
        rig.refuse(SAYS.serverBusy(IP));
        Duration first = rig.closedFor();

        rig.refuse(SAYS.serverBusy(IP));
        Duration second = rig.closedFor();
        rig.refuse(SAYS.serverBusy(IP));

        assertThat(second).isGreaterThan(first);
        assertThat(rig.closedFor()).isGreaterThan(second);
    }

    @Test
    void aRestIsNeverLongerThanTheLongest() {
        for (int i = 0; i < 40; i++) {
            rig.refuse(SAYS.serverBusy(IP));
        }

        assertThat(rig.closedFor())
                .isLessThanOrEqualTo(ControlLaw.DEFAULT.ratePause().longest());
    }

    @Test
    void aProbeThatWasNotSentIsFollowedByAnother() {
        rig.refuse(SAYS.s775(IP));
        Permit probe = rig.leave();

        rig.lane.abandon(probe, rig.now);

        assertThat(rig.leave().probe()).isTrue();
    }

    @Test
    void anAcceptedProbeOpensTheLane() {
        rig.refuse(SAYS.s775(IP));

        rig.accept(rig.leave());

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void reopeningNeverReleasesTheBacklogAtOnce() {
        rig.accept(300);
        rig.refuse(SAYS.s775(IP));
        rig.accept(rig.leave());
        double rate = rig.rate();

        int left = rig.leavingWithin(Duration.ofSeconds(1));

        assertThat(left).isLessThanOrEqualTo((int) (2 * rate) + 1);
        assertThat(rig.lane.view().hurtPerSecond()).isPositive();
    }

    @Test
    void nothingLeavesInABurstRightAfterReopening() {
        rig.refuse(SAYS.s775(IP));
        rig.pass(Duration.ofHours(5));

        rig.accept(rig.leave());

        assertThat(rig.isOpen()).isFalse();
        assertThat(rig.leavingWithin(Duration.ofMillis(1))).isLessThan(BURST);
    }

    @Test
    void mailThatLeftBeforeTheLaneClosedDoesNotOpenIt() {
        List<Permit> out = rig.leave(2);
        rig.refuse(out.get(0), SAYS.s3150(IP));

        rig.accept(out.get(1));

        assertThat(rig.closedFor()).isGreaterThanOrEqualTo(Duration.ofHours(4));
    }

    @Test
    void mailThatLeftBeforeTheLaneClosedDoesNotMakeTheRestLonger() {
        List<Permit> out = rig.leave(3);
        rig.refuse(out.get(0), SAYS.s775(IP));
        Duration rest = rig.closedFor();

        rig.refuse(out.get(1), SAYS.s775(IP));
        rig.refuse(out.get(2), SAYS.s775(IP));

        assertThat(rig.closedFor()).isEqualTo(rest);
        assertThat(rig.rate()).isEqualTo(5);
    }

    @Test
    void worseNewsOfMailThatLeftBeforeMakesTheRestLonger() {
        List<Permit> out = rig.leave(2);
        rig.refuse(out.get(0), SAYS.s775(IP));

        rig.refuse(out.get(1), SAYS.s3150(IP));

        assertThat(rig.closedFor()).isGreaterThanOrEqualTo(Duration.ofHours(4));
    }

    @Test
    void aHiccupOfOneFrontEndChangesNothing() {
        rig.refuse(SAYS.prx9());

        assertThat(rig.rate()).isEqualTo(10);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void faultsOfTheServiceInARowPauseAllItsLanes() {
        for (int i = 0; i < FAULTS - 1; i++) {
            rig.refuse(SAYS.prx9());
        }

        Reaction reaction = rig.refuse(SAYS.attr17());

        assertThat(rig.closedFor()).isPositive();
        assertThat(reaction.serviceFault()).contains(rig.now.plus(rig.closedFor()));
    }

    @Test
    void mailThatPassesBetweenFaultsBeginsTheCountAgain() {
        for (int i = 0; i < 10; i++) {
            for (int fault = 0; fault < FAULTS - 1; fault++) {
                rig.refuse(SAYS.prx9());
            }
            rig.accept(1);
        }

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void aProbeThatMeetsAFaultPausesAtOnce() {
        for (int i = 0; i < FAULTS; i++) {
            rig.refuse(SAYS.prx9());
        }
        Duration first = rig.closedFor();

        rig.refuse(SAYS.prx9());

        assertThat(rig.closedFor()).isGreaterThan(first);
    }

    @Test
    void comesBackInARampToWhatItLearnedBeforeAFault() {
        rig.accept(200);
        rig.refuse(SAYS.serverBusy(IP));
        rig.accept(60);
        double learned = rig.rate();
        double hurt = rig.lane.view().hurtPerSecond();
        for (int i = 0; i < FAULTS; i++) {
            rig.refuse(SAYS.prx9());
        }
        assertThat(rig.rate()).isEqualTo(learned);

        rig.accept(1);
        double ramp = rig.rate();
        rig.accept(60);

        assertThat(ramp).isLessThan(learned / 2);
        assertThat(rig.rate()).isGreaterThan(0.8 * learned);
        assertThat(rig.lane.view().hurtPerSecond()).isEqualTo(hurt);
    }

    @Test
    void aHostThatCannotBeReachedClosesItsOwnGateOnly() {
        for (int i = 0; i < 50; i++) {
            rig.refuse(NoReply.Kind.CONNECT_TIMED_OUT, "down.example");
            rig.pass(Duration.ofHours(3));
        }

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
        assertThat(rig.lane.closedGate("down.example", "sender.example", rig.now.minus(Duration.ofHours(3))))
                .isPresent();
        assertThat(rig.lane.closedGate("contoso.com", "sender.example", rig.now))
                .isEmpty();
        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void manyHostsInARowThatCannotBeReachedPauseTheLane() {
        for (int i = 0; i < 2 * FAULTS; i++) {
            rig.refuse(NoReply.Kind.CONNECTION_REFUSED, "down" + i + ".example");
        }

        assertThat(rig.closedFor()).isPositive();
        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void theDnsThatDoesNotAnswerSaysNothingAboutTheLane() {
        for (int i = 0; i < 50; i++) {
            rig.refuse(NoReply.Kind.DNS_FAILURE, "tenant" + i + ".example");
        }

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
        assertThat(rig.lane.view().narrowGates()).isZero();
    }

    @Test
    void aProbeThatMeetsAHostInTroubleDoesNotOpenTheLane() {
        rig.refuse(SAYS.s775(IP));

        rig.refuse(NoReply.Kind.TLS_FAILURE, "broken.example");

        assertThat(rig.lane.state()).isNotInstanceOf(GateState.Open.class);
        assertThat(rig.leave().probe()).isTrue();
    }

    @Test
    void aProbeThatIsRefusedForItsRecipientOpensTheLane() {
        rig.refuse(SAYS.s775(IP));

        rig.refuse(SAYS.recipientNotFound());

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void closesBecauseAnotherLaneOfTheServiceDid() {
        Instant until = rig.now.plusSeconds(60);

        rig.lane.closeFromOutside(until, "the service has a fault", rig.now);

        assertThat(rig.lane.state()).isEqualTo(new GateState.Closed(until, 1, "the service has a fault"));
    }

    @Test
    void aPersonOpensASuspendedLaneAtOnce() {
        rig.lane.suspend(rig.now.plus(Duration.ofDays(1)), "maintenance", rig.now);

        rig.lane.resume("done", rig.now);

        assertThat(rig.isOpen()).isTrue();
        assertThat(rig.rate()).isEqualTo(10);
    }

    @Test
    void mailOfBeforeAResumptionDoesNotCloseTheLaneAgain() {
        List<Permit> out = rig.leave(2);
        rig.refuse(out.get(0), SAYS.s775(IP));
        rig.lane.resume("the operator knows better", rig.now);

        rig.refuse(out.get(1), SAYS.s775(IP));

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void keepsRefusedAttemptsWithinTheBudgetWhateverTheBacklog() {
        Duration time = Duration.ofHours(6);
        int refused = 0;
        int accepted = 0;

        for (int i = 0; rig.now.isBefore(START.plus(time)); i++) {
            Permit permit = rig.leave();
            if (i % 2 == 0) {
                rig.refuse(permit, SAYS.serverBusy(IP));
                refused++;
            } else {
                rig.accept(permit);
                accepted++;
            }
        }

        double regained =
                (double) time.toSeconds() / ControlLaw.DEFAULT.budgetRegain().toSeconds();
        double allowed = ControlLaw.DEFAULT.budgetReserve() + regained + ControlLaw.DEFAULT.budget() * accepted;
        assertThat(refused).isPositive().isLessThanOrEqualTo((int) allowed + 1);
    }

    @Test
    void theTenantOfAnErrandThatWasAcceptedIsFamiliar() {
        Errand errand = to("fabrikam.com");
        assertThat(rig.lane.isFamiliar(errand)).isFalse();

        rig.conclude(rig.leave(), errand, Findings.accepted(1));

        assertThat(rig.lane.isFamiliar(errand)).isTrue();
    }

    @Test
    void partOfAMailThatIsAcceptedShowsThatTheServiceWorks() {
        Errand errand = new Errand("contoso.com", "sender.example", List.of("ann@contoso.com", "bob@contoso.com"));
        Finding fault = refused(errand, SAYS.prx9()).refusals().get(0);

        for (int i = 0; i < 3 * FAULTS; i++) {
            rig.conclude(rig.leave(), errand, new Findings(1, List.of(fault)));
        }

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }
}
