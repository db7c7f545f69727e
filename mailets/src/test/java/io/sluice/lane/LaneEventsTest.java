package io.sluice.lane;

import static io.sluice.lane.LaneRig.ID;
import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every change of a lane is told, with its cause. */
class LaneEventsTest {
    private final LaneRig rig = LaneRig.open();

    @Test
    void tellsTheRateBeforeAndAfterWithTheReplyAndItsRule() {
        rig.refuse(SAYS.serverBusy(IP));

        assertThat(rig.happened(LaneEvent.Kind.RATE_LOWERED)).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(rig.now);
            assertThat(event.lane()).isEqualTo(ID);
            assertThat(event.gate()).isEmpty();
            assertThat(event.from()).isEqualTo("10.0/s");
            assertThat(event.to()).isEqualTo("9.0/s");
            assertThat(event.cause()).contains("service-throttle", "source-throttled", "451 4.7.500 Server busy");
        });
    }

    @Test
    void tellsUntilWhenALaneIsClosed() {
        rig.refuse(SAYS.s3150(IP));

        assertThat(rig.happened(LaneEvent.Kind.SUSPENDED)).singleElement().satisfies(event -> {
            assertThat(event.from()).isEqualTo("open");
            assertThat(event.to()).isEqualTo(rig.now.plus(rig.closedFor()).toString());
            assertThat(event.cause()).contains("consumer-ip-block-list");
        });
    }

    @Test
    void tellsProbeAndReopening() {
        rig.refuse(SAYS.s775(IP));

        rig.accept(1);

        assertThat(rig.events)
                .extracting(LaneEvent::kind)
                .containsSubsequence(
                        LaneEvent.Kind.RATE_LOWERED,
                        LaneEvent.Kind.SUSPENDED,
                        LaneEvent.Kind.PROBED,
                        LaneEvent.Kind.REOPENED);
    }

    @Test
    void tellsOfARiseOnlyWhatIsNews() {
        rig.accept(3000);

        assertThat(rig.rate()).isEqualTo(100);
        assertThat(rig.happened(LaneEvent.Kind.RATE_RAISED)).hasSizeBetween(2, 11);
    }

    @Test
    void tellsWhatTheCauseOfHandMadeChangesIs() {
        rig.lane.suspend(rig.now.plusSeconds(60), "maintenance", rig.now);
        rig.lane.resume("done", rig.now);

        assertThat(rig.lane.takeEvents()).extracting(LaneEvent::cause).containsExactly("maintenance", "done");
    }

    @Test
    void tellsEachEventOnce() {
        rig.refuse(SAYS.serverBusy(IP));

        assertThat(rig.lane.takeEvents()).isEmpty();
    }

    @Test
    void keepsABoundedNumberThatNobodyTakes() {
        for (int i = 0; i < 3000; i++) {
            rig.lane.suspend(rig.now.plus(Duration.ofSeconds(1)), "close " + i, rig.now);
            rig.lane.resume("open " + i, rig.now);
        }

        List<LaneEvent> events = rig.lane.takeEvents();

        assertThat(events).hasSize(1000);
        assertThat(events.get(999).cause()).isEqualTo("open 2999");
    }

    @Test
    void saysThatTheBudgetIsSpentOnceForEachRefusalBeyondIt() {
        for (int i = 0; i < ControlLaw.DEFAULT.budgetReserve(); i++) {
            rig.refuse(SAYS.prx9());
            rig.lane.resume("at once", rig.now);
        }

        assertThat(rig.happened(LaneEvent.Kind.BUDGET_SPENT)).isNotEmpty();
    }

    @Test
    void writesSlowRatesByTheMinute() {
        assertThat(Changes.rate(0.5)).isEqualTo("30.0/min");
        assertThat(Changes.rate(2)).isEqualTo("2.0/s");
    }
}
