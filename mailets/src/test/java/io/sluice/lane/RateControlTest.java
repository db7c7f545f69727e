package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a single refusal says while nothing is known of the receiver. */
class RateControlTest {
    private static final ControlLaw LAW = ControlLaw.DEFAULT;
    private static final RateBounds BOUNDS = new RateBounds(2, 0.1, 100);

    private final RateControl control = new RateControl(LAW, BOUNDS);

    @Test
    void searchesOnAfterARefusalThatNoneFollowed() {
        control.refused(control.epoch());

        accept(150);

        assertThat(control.rate()).isGreaterThan(10);
        assertThat(control.hurt()).isZero();
    }

    @Test
    void staysBelowTheRefusalUntilItIsDoubted() {
        control.refused(control.epoch());

        for (int mail = 0; mail < 30; mail++) {
            assertThat(control.rate()).isLessThan(2);
            accept(1);
        }
    }

    @Test
    void takesASecondRefusalForALimit() {
        control.refused(control.epoch());
        accept(10);
        control.refused(control.epoch());

        accept(LAW.patience());

        assertThat(control.rate()).isLessThanOrEqualTo(control.hurt());
        assertThat(control.hurt()).isBetween(1.5, 2.0);
    }

    @Test
    void takesASecondRefusalForALimitThatComesWhenItSearchesOn() {
        control.refused(control.epoch());
        while (control.rate() < 2.2) {
            accept(1);
        }
        control.refused(control.epoch());

        accept(LAW.patience());

        assertThat(control.rate()).isLessThanOrEqualTo(control.hurt());
        assertThat(control.hurt()).isBetween(2.0, 2.5);
    }

    @Test
    void doesNotDoubtAPenalty() {
        control.refused(control.epoch());
        control.punished(300);

        accept(LAW.patience());

        assertThat(control.rate()).isLessThanOrEqualTo(2);
    }

    @Test
    void doesNotDoubtAnObjectionToTheSenderAsSuch() {
        control.halve(control.epoch());

        accept(LAW.patience());

        assertThat(control.rate()).isLessThan(1.1);
    }

    @Test
    void doesNotDoubtWhatWasLearnedBeforeARestart() {
        control.restore(1.8, 2, LAW.patience());

        accept(LAW.patience());

        assertThat(control.rate()).isLessThanOrEqualTo(2);
    }

    private void accept(int mails) {
        for (int mail = 0; mail < mails; mail++) {
            control.accepted(control.epoch(), true);
        }
    }
}
