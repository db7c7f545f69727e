package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final Allowance allowance = new Allowance(CountBounds.upTo(50));

    @Test
    void fallsAtOnce() {
        assertThat(allowance.lower(25)).isTrue();

        assertThat(allowance.value()).isEqualTo(25);
    }

    @Test
    void neverRisesWhenTheReceiverObjects() {
        allowance.lower(20);

        assertThat(allowance.lower(70)).isFalse();
        assertThat(allowance.value()).isEqualTo(20);
    }

    @Test
    void neverFallsBelowItsFloor() {
        allowance.lower(0);

        assertThat(allowance.lower(0)).isFalse();
        assertThat(allowance.value()).isEqualTo(1);
    }

    @Test
    void comesBackByATenthForFiveHundredAccepted() {
        allowance.lower(20);

        accept(499);
        assertThat(allowance.value()).isEqualTo(20);
        accept(1);

        assertThat(allowance.value()).isEqualTo(22);
    }

    @Test
    void comesBackFromOne() {
        allowance.lower(1);

        accept(500 * 60);

        assertThat(allowance.value()).isEqualTo(50);
    }

    private void accept(int messages) {
        for (int i = 0; i < messages; i++) {
            allowance.accepted();
        }
    }
}
