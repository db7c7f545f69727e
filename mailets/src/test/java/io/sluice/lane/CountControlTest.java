package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountControlTest {
    private final CountControl control = new CountControl(ControlLaw.DEFAULT, new CountBounds(5, 2, 8));

    @Test
    void risesByOneAfterTwoRounds() {
        accept(9);
        assertThat(control.limit()).isEqualTo(5);

        accept(1);

        assertThat(control.limit()).isEqualTo(6);
    }

    @Test
    void doesNotRiseWhileSomethingElseHoldsTheLaneBack() {
        for (int i = 0; i < 1000; i++) {
            control.accepted(false);
        }

        assertThat(control.limit()).isEqualTo(5);
    }

    @Test
    void staysWithinItsBounds() {
        accept(10_000);
        assertThat(control.limit()).isEqualTo(8);

        for (int i = 0; i < 20; i++) {
            control.refused(control.epoch());
        }

        assertThat(control.limit()).isEqualTo(2);
        assertThat(control.isAtFloor()).isTrue();
    }

    @Test
    void aRefusalOfMailThatLeftBeforeTheLastOneCountsForNothing() {
        long epoch = control.epoch();
        control.refused(epoch);

        boolean fell = control.refused(epoch);

        assertThat(fell).isFalse();
        assertThat(control.limit()).isEqualTo(4);
    }

    @Test
    void aRefusalAtTheFloorIsNoFall() {
        control.refused(control.epoch());
        control.refused(control.epoch());
        assertThat(control.limit()).isEqualTo(2);

        boolean fell = control.refused(control.epoch());

        assertThat(fell).isFalse();
    }

    @Test
    void comesBackToTheNumberThatHurtAfterALongGoodRun() {
        control.refused(control.epoch());

        accept(2 * ControlLaw.DEFAULT.patience() - 1);
        assertThat(control.limit()).isEqualTo(4);
        accept(1);

        assertThat(control.limit()).isEqualTo(5);
    }

    private void accept(int messages) {
        for (int i = 0; i < messages; i++) {
            control.accepted(true);
        }
    }
}
