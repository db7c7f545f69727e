package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
    private static final int RESERVE = ControlLaw.DEFAULT.budgetReserve();
    private static final long REGAIN = ControlLaw.DEFAULT.budgetRegain().toNanos();
    private static final long NOW = 1_000_000_000_000L;

    private final RefusalBudget budget = new RefusalBudget(ControlLaw.DEFAULT, 5);

    @Test
    void hasAReserveForABadBeginning() {
        refuse(RESERVE - 1);
        assertThat(budget.earliest(NOW)).isEqualTo(NOW);

        refuse(1);

        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.earliest(NOW)).isEqualTo(NOW + REGAIN);
    }

    @Test
    void timeEarnsAnAttemptNowAndThen() {
        refuse(RESERVE);
        long later = budget.earliest(NOW);

        assertThat(budget.earliest(later)).isEqualTo(later);
    }

    @Test
    void acceptedMailEarnsItsPart() {
        refuse(RESERVE);

        for (int i = 0; i <= 1 / ControlLaw.DEFAULT.budget(); i++) {
            budget.accepted();
        }

        assertThat(budget.earliest(NOW)).isEqualTo(NOW);
    }

    @Test
    void neverSavesMoreThanTheReserve() {
        for (int i = 0; i < 100_000; i++) {
            budget.accepted();
        }

        refuse(RESERVE);

        assertThat(budget.earliest(NOW)).isGreaterThan(NOW);
    }

    @Test
    void refusalsOfMailThatWasUnderWayMakeNoDebt() {
        refuse(RESERVE + 50);

        assertThat(budget.earliest(NOW)).isEqualTo(NOW + REGAIN);
    }

    @Test
    void whatIsUnderWayHoldsItsRefusalBack() {
        refuse(RESERVE - 2);
        budget.reserve();
        assertThat(budget.earliest(NOW)).isEqualTo(NOW);

        budget.reserve();

        assertThat(budget.earliest(NOW)).isEqualTo(NOW + REGAIN);
        budget.release();
        assertThat(budget.earliest(NOW)).isEqualTo(NOW);
    }

    @Test
    void aFullBudgetLetsAllConnectionsBeUsed() {
        budget.connections(50);

        for (int i = 0; i < 50; i++) {
            assertThat(budget.earliest(NOW)).isEqualTo(NOW);
            budget.reserve();
        }

        assertThat(budget.earliest(NOW)).isGreaterThan(NOW);
    }

    private void refuse(int attempts) {
        for (int i = 0; i < attempts; i++) {
            budget.refused(NOW);
        }
    }
}
