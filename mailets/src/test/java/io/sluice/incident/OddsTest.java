package io.sluice.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OddsTest {
    private static final Odds.Usual TWO_IN_A_HUNDRED = new Odds.Usual(0.4, 19.6);

    @Test
    void oneRefusalOfOneMailIsTwentyFiveToOne() {
        // 1/2 if any rate may be, 0.02 if the usual one is.
        assertThat(Odds.changed(1, 1, TWO_IN_A_HUNDRED)).isCloseTo(Math.log10(25), within(1e-9));
    }

    @Test
    void threeRefusalsInARowAreTheProductOfWhatEachTells() {
        double ifUsual = 0.4 / 20 * (1.4 / 21) * (2.4 / 22);

        assertThat(Odds.changed(3, 3, TWO_IN_A_HUNDRED)).isCloseTo(Math.log10(0.25 / ifUsual), within(1e-9));
    }

    @Test
    void acceptedMailSpeaksForTheUsual() {
        assertThat(Odds.changed(0, 20, TWO_IN_A_HUNDRED)).isLessThan(-0.5);
        assertThat(Odds.changed(1, 50, TWO_IN_A_HUNDRED)).isNegative();
    }

    @Test
    void theSameRateOfMoreMailSpeaksLouder() {
        assertThat(Odds.changed(500, 1000, TWO_IN_A_HUNDRED)).isGreaterThan(Odds.changed(5, 10, TWO_IN_A_HUNDRED));
    }

    @Test
    void millionsOfMailsAreNoTrouble() {
        assertThat(Odds.changed(900_000, 1_000_000, TWO_IN_A_HUNDRED))
                .isFinite()
                .isGreaterThan(10);
    }
}
