package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person wants of a lane counts, whatever the receiver says. */
class LaneOrdersTest {
    private final LaneRig rig = new LaneRig(LaneRig.limits());

    @Test
    void nothingLeavesBeforeASuspensionEnds() {
        Instant end = rig.now.plusSeconds(600);

        rig.lane.suspend(end, "operator", rig.now);

        assertThat(rig.lane.admit(rig.now)).isEqualTo(new Admission.NotBefore(end));
        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.SUSPENDED);
        assertThat(rig.lane.suspension(rig.now)).isPresent();
        assertThat(rig.lane.suspension(end)).isEmpty();
    }

    @Test
    void aSuspensionMayHaveNoEnd() {
        rig.lane.suspend(new Suspension(rig.now, Optional.empty(), "operator"), rig.now);

        rig.pass(Duration.ofDays(300));

        assertThat(rig.lane.admit(rig.now)).isInstanceOf(Admission.NotBefore.class);
        assertThat(rig.lane.state().reason()).contains("operator");
    }

    @Test
    void aSecondSuspensionReplacesTheFirstAlsoWithASoonerEnd() {
        Instant soon = rig.now.plusSeconds(60);
        rig.lane.suspend(rig.now.plusSeconds(6000), "operator", rig.now);

        rig.lane.suspend(soon, "operator", rig.now);

        assertThat(rig.lane.admit(rig.now)).isEqualTo(new Admission.NotBefore(soon));
    }

    @Test
    void itEndsByItselfAndSaysSo() {
        rig.lane.suspend(rig.now.plusSeconds(60), "operator: maintenance", rig.now);

        rig.pass(Duration.ofMinutes(2));
        Admission unused = rig.lane.admit(rig.now);

        assertThat(rig.lane.takeEvents())
                .extracting(LaneEvent::kind)
                .containsExactly(LaneEvent.Kind.SUSPENDED, LaneEvent.Kind.REOPENED);
        assertThat(rig.lane.state()).isEqualTo(new GateState.Open());
    }

    @Test
    void whatTheReceiverClosedStaysClosedWhenASuspensionEnds() {
        Instant until = rig.now.plusSeconds(6000);
        rig.lane.suspend(rig.now.plusSeconds(60), "operator", rig.now);
        rig.lane.closeFromOutside(until, "the service has a fault", rig.now);

        rig.pass(Duration.ofMinutes(2));
        Admission admission = rig.lane.admit(rig.now);

        assertThat(admission).isEqualTo(new Admission.NotBefore(until));
    }

    @Test
    void aResetForgetsWhatWasLearned() {
        rig.accept(3000);
        assertThat(rig.rate()).isGreaterThan(LaneRig.limits().rate().start());
        rig.lane.takeEvents();

        rig.lane.reset("operator", rig.now);

        assertThat(rig.rate()).isEqualTo(LaneRig.limits().rate().start());
        assertThat(rig.lane.view().hurtPerSecond()).isZero();
        assertThat(rig.lane.takeEvents())
                .extracting(LaneEvent::kind, LaneEvent::cause)
                .containsExactly(tuple(LaneEvent.Kind.RESET, "operator"));
    }
}
