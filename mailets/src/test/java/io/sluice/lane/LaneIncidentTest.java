package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an incident of the service changes on a lane. */
class LaneIncidentTest {
    private static final LaneIncident THROTTLES = new LaneIncident(Optional.empty(), true);
    private static final LaneIncident IN_EUROPE = new LaneIncident(Optional.of("eur"), false);

    private final LaneRig rig = LaneRig.open();

    private void begins(LaneIncident incident, Instant since) {
        rig.lane.incident(Optional.of(incident), since, rig.now);
        rig.events.addAll(rig.lane.takeEvents());
    }

    @Test
    void refusalsThatBelongToItLowerNothing() {
        rig.accept(200);
        double learned = rig.rate();
        begins(THROTTLES, rig.now);

        for (int i = 0; i < 10; i++) {
            rig.refuse(LaneRig.SAYS.s775(LaneRig.IP));
        }

        assertThat(rig.rate()).isEqualTo(learned);
        assertThat(rig.happened(LaneEvent.Kind.RATE_LOWERED)).isEmpty();
        assertThat(rig.lane.state()).as("it holds and tests").isNotInstanceOf(GateState.Open.class);
        assertThat(rig.closedFor()).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aRateThatItHadLoweredIsGivenBack() {
        rig.accept(200);
        double learned = rig.rate();
        Instant since = rig.now;
        rig.refuse(LaneRig.SAYS.s775(LaneRig.IP));
        assertThat(rig.rate()).isLessThan(learned);

        begins(THROTTLES, since);

        assertThat(rig.rate()).isEqualTo(learned);
        assertThat(rig.happened(LaneEvent.Kind.RATE_RAISED)).isNotEmpty();
    }

    @Test
    void aRateThatFellBeforeItStaysWhereItIs() {
        rig.accept(200);
        rig.refuse(LaneRig.SAYS.s775(LaneRig.IP));
        double lowered = rig.rate();
        rig.pass(Duration.ofHours(1));

        begins(THROTTLES, rig.now);

        assertThat(rig.rate()).isEqualTo(lowered);
    }

    @Test
    void faultsOfOneRegionDoNotCloseTheLane() {
        begins(IN_EUROPE, rig.now);

        for (int i = 0; i < 5; i++) {
            Errand errand = LaneRig.to("customer" + i + ".example");
            rig.conclude(rig.leave(errand), errand, LaneRig.refused(errand, LaneRig.SAYS.attr17()));
        }

        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void faultsOfOtherRegionsDo() {
        begins(new LaneIncident(Optional.of("apc"), false), rig.now);

        for (int i = 0; i < LaneRig.FAULTS; i++) {
            rig.refuse(LaneRig.SAYS.attr17());
        }

        assertThat(rig.lane.condition()).isEqualTo(LaneCondition.OUTAGE);
    }

    @Test
    void whenItIsOverRefusalsCountAgain() {
        rig.accept(200);
        double learned = rig.rate();
        begins(THROTTLES, rig.now);
        rig.lane.incident(Optional.empty(), rig.now, rig.now);

        rig.refuse(LaneRig.SAYS.s775(LaneRig.IP));

        assertThat(rig.rate()).isLessThan(learned);
    }
}
