package io.sluice.delivery;

import static io.sluice.delivery.Settings.SHORTEST_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.Admission;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.Lanes;
import io.sluice.lane.Permit;
import io.sluice.outbox.Mails;
import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.Reply;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneReactionTest {
    private static final int FAULTS = 5;
    private static final Instant NOW = Mails.NOW;
    private static final Instant LATER = NOW.plus(SHORTEST_WAIT);
    private static final String CONTOSO = "contoso-com.mail.protection.outlook.com";
    private static final String FABRIKAM = "fabrikam-com.mail.protection.outlook.com";
    private static final AttemptReport PASSED = new AttemptReport(Set.of("ann@contoso.com"), List.of());

    private final Lanes lanes = new Lanes();
    private final Lane lane = lanes.lane(LaneId.of("192.0.2.7", Service.BUSINESS), new LaneLimits(50));
    private final LaneReaction reaction = new LaneReaction(lanes, lane, Settings.schedule(), FAULTS);

    @Test
    void closesTheLaneWhenTheReplyIsAboutTheSource() {
        LaneReaction.Closings closings = react(NOW, says(Remedy.WAIT, Scope.SOURCE));

        assertThat(closings.lane()).contains(LATER);
        assertThat(lane.closedUntil()).contains(LATER);
    }

    @Test
    void leavesEverythingOpenWhenTheReplyIsAboutARecipient() {
        LaneReaction.Closings closings = react(NOW, says(Remedy.WAIT, Scope.RECIPIENT));

        assertThat(closings).isEqualTo(new LaneReaction.Closings(Optional.empty(), Optional.empty()));
        assertThat(lane.state()).isEqualTo(new GateState.Open());
        assertThat(lane.closedTenants()).isZero();
    }

    @Test
    void closesOnlyTheGateOfTheTenantThatTheReplyIsAbout() {
        LaneReaction.Closings closings = react(NOW, says(Remedy.WAIT, Scope.TENANT));

        assertThat(closings.tenant()).contains(LATER);
        assertThat(lane.admitTo(CONTOSO, NOW)).isEqualTo(new Admission.NotBefore(LATER));
        assertThat(lane.admitTo(FABRIKAM, NOW)).isInstanceOf(Admission.Admitted.class);
        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void doesNotThrottleWhereTheReplyAsksForAnotherWay() {
        react(NOW, says(Remedy.USE_IPV4, Scope.SOURCE));

        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void takesASingleFaultOfTheServiceForAHiccup() {
        react(NOW, says(Remedy.NEXT_HOST, Scope.SERVICE));

        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void closesAllLanesOfTheServiceWhenItsFaultRepeats() {
        Lane sibling = lanes.lane(LaneId.of("192.0.2.8", Service.BUSINESS), new LaneLimits(5));
        Lane stranger = lanes.lane(LaneId.of("192.0.2.7", Service.CONSUMER), new LaneLimits(5));

        for (int i = 0; i < FAULTS; i++) {
            react(NOW, says(Remedy.NEXT_HOST, Scope.SERVICE));
        }

        assertThat(lane.closedUntil()).contains(LATER);
        assertThat(sibling.closedUntil()).contains(LATER);
        assertThat(stranger.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void countsFaultsAnewAfterAMailThatPassed() {
        for (int i = 0; i < 2 * FAULTS; i++) {
            react(NOW, says(Remedy.NEXT_HOST, Scope.SERVICE));
            if (i % 2 == 0) {
                reaction.react(CONTOSO, permits(NOW), PASSED, NOW);
            }
        }

        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void opensTheLaneWhenTheTestPasses() {
        react(NOW, says(Remedy.WAIT, Scope.SOURCE));

        reaction.react(CONTOSO, permits(LATER), PASSED, LATER);

        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void learnsNothingAboutTheLaneFromAHostThatItDidNotReach() {
        react(NOW, says(Remedy.WAIT, Scope.SOURCE));

        react(LATER, Verdicts.silence(NoReply.Kind.CONNECTION_REFUSED, SmtpStage.CONNECT));

        assertThat(lane.state()).isInstanceOf(GateState.Closed.class);
        assertThat(lane.refusals()).isEqualTo(1);
    }

    @Test
    void closesTheGateOfATenantWhoseHostsAreNotReached() {
        LaneReaction.Closings closings =
                react(NOW, Verdicts.silence(NoReply.Kind.CONNECTION_REFUSED, SmtpStage.CONNECT));

        assertThat(closings.tenant()).contains(LATER);
        assertThat(lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void givesThePermitsOfAnAttemptBackThatWasNotMade() {
        LaneReaction.Permits permits = permits(NOW);
        assertThat(lane.attemptsOut()).isEqualTo(1);

        reaction.abandon(CONTOSO, permits, NOW);

        assertThat(lane.attemptsOut()).isZero();
    }

    private LaneReaction.Closings react(Instant now, Reply reply) {
        Refusal refusal = new Refusal("ann@contoso.com", reply, new Verdicts().classify(reply, Optional.empty()));
        return reaction.react(CONTOSO, permits(now), new AttemptReport(Set.of(), List.of(refusal)), now);
    }

    private static Reply says(Remedy remedy, Scope scope) {
        return Verdicts.says(451, remedy, scope);
    }

    private LaneReaction.Permits permits(Instant now) {
        return new LaneReaction.Permits(permit(lane.admit(now)), permit(lane.admitTo(CONTOSO, now)));
    }

    private static Permit permit(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).permit();
    }
}
