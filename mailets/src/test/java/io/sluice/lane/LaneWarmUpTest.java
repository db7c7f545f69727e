package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A new source sends no more than its plan says. */
class LaneWarmUpTest {
    private static final WarmUpPlan PLAN = new WarmUpPlan(List.of(10, 20), 0.1);
    private static final Instant TOMORROW = Instant.parse("2026-03-03T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final LaneRig rig = new LaneRig(LaneRig.limits().withWarmUp(PLAN));

    @Test
    void sendsNoMoreOnADayThanThePlanSays() {
        rig.accept(10);

        rig.pass(Duration.ofHours(2));

        assertThat(rig.lane.admit(rig.now)).isEqualTo(new Admission.NotBefore(TOMORROW));
    }

    @Test
    void advancesAtMidnightUtcWhenTheDayWentWell() {
        rig.accept(10);

        rig.now = TOMORROW;

        assertThat(acceptedUntil(TOMORROW.plus(DAY))).isEqualTo(20);
    }

    @Test
    void staysWhereLessThanHalfOfTheDayWasUsed() {
        rig.accept(4);

        rig.now = TOMORROW;

        assertThat(acceptedUntil(TOMORROW.plus(DAY))).isEqualTo(10);
    }

    @Test
    void staysWhereTooMuchWasRefused() {
        rig.accept(8);
        rig.refuse(SAYS.serverBusy(IP));

        rig.now = TOMORROW;

        assertThat(acceptedUntil(TOMORROW.plus(DAY))).isEqualTo(10);
    }

    @Test
    void hasNoCeilingAfterTheLastDay() {
        rig.accept(10);
        rig.now = TOMORROW;
        rig.accept(20);

        rig.now = TOMORROW.plus(DAY);
        rig.accept(100);

        assertThat(rig.now).isBefore(TOMORROW.plus(DAY).plusSeconds(60));
    }

    @Test
    void mailThatWasNotSentDoesNotCount() {
        rig.lane.abandon(rig.leave(), rig.now);

        rig.accept(10);

        assertThat(rig.now).isBefore(TOMORROW);
    }

    @Test
    void isWhereItWasAfterARestart() {
        rig.accept(6);
        rig.lane.suspend(rig.now, "so that it is stored", rig.now);
        LaneRig again = new LaneRig(LaneRig.limits().withWarmUp(PLAN));

        again.lane.restore(rig.lane.takeUnsaved(), rig.now);
        again.now = rig.now;
        again.accept(4);

        assertThat(again.lane.admit(again.now.plusSeconds(60))).isEqualTo(new Admission.NotBefore(TOMORROW));
    }

    @Test
    void aClockThatWasAYearAheadHoldsNothingBackForAYear() {
        WarmUp warmUp = new WarmUp(PLAN, START);
        warmUp.notBefore(START.plus(Duration.ofDays(365)));
        for (int i = 0; i < 10; i++) {
            warmUp.take();
        }

        Optional<Instant> next = warmUp.notBefore(START);

        assertThat(next).contains(TOMORROW);
    }

    @Test
    void storedCountsBeyondReasonAreTamed() {
        WarmUp warmUp = new WarmUp(PLAN, START);

        warmUp.restore(new WarmUp.Progress(-3, Long.MAX_VALUE, -1000, -5, -5));

        assertThat(warmUp.notBefore(START)).isEmpty();
        assertThat(warmUp.ceiling()).contains(10);
        assertThat(warmUp.progress().left()).isZero();
    }

    private int acceptedUntil(Instant end) {
        int left = 0;
        while (rig.now.isBefore(end)) {
            Admission admission = rig.lane.admit(rig.now);
            if (admission instanceof Admission.Admitted admitted) {
                rig.accept(admitted.permit());
                left++;
            } else {
                rig.now = ((Admission.NotBefore) admission).when();
            }
        }
        return left;
    }
}
