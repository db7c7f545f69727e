package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GcraTest {
    private static final long SECOND = 1_000_000_000L;
    /** Nanoseconds since 1970, which do not fit into a double exactly. */
    private static final long NOW = 1_772_445_600_123_456_789L;

    @Test
    void letsABurstPassAfterARest() {
        Gcra limiter = new Gcra(10, 3);

        int passed = take(limiter, NOW, NOW);

        assertThat(passed).isEqualTo(3);
    }

    @Test
    void thenLetsOnePassEachInterval() {
        Gcra limiter = new Gcra(10, 1);
        limiter.take(NOW);

        assertThat(limiter.earliest(NOW)).isEqualTo(NOW + SECOND / 10);
        assertThat(limiter.earliest(NOW + SECOND / 10)).isEqualTo(NOW + SECOND / 10);
    }

    @Test
    void whatWasGivenBackMayLeaveAgain() {
        Gcra limiter = new Gcra(10, 1);
        limiter.take(NOW);

        limiter.giveBack();

        assertThat(limiter.earliest(NOW)).isEqualTo(NOW);
    }

    @Test
    void drainedItLetsNothingPassForOneInterval() {
        Gcra limiter = new Gcra(10, 5);

        limiter.drain(NOW);

        assertThat(limiter.earliest(NOW)).isEqualTo(NOW + SECOND / 10);
        assertThat(take(limiter, NOW, NOW + SECOND / 10)).isEqualTo(1);
    }

    @Test
    void drainedTwiceItWaitsNoLongerThanOnce() {
        Gcra limiter = new Gcra(10, 5);
        limiter.drain(NOW);

        limiter.drain(NOW);

        assertThat(limiter.earliest(NOW)).isEqualTo(NOW + SECOND / 10);
    }

    @Test
    void isScarceWhileMessagesLeaveAsSoonAsTheyMay() {
        Gcra limiter = new Gcra(10, 5);

        take(limiter, NOW, NOW + SECOND);

        assertThat(limiter.isScarce(NOW + SECOND)).isTrue();
        assertThat(limiter.isScarce(NOW + 2 * SECOND)).isFalse();
    }

    @Test
    void keepsAFastRateExactlyForADay() {
        Gcra limiter = new Gcra(700, 5);
        long day = 86_400 * SECOND;

        int passed = take(limiter, NOW, NOW + day);

        assertThat(passed).isCloseTo(700 * 86_400, within(36));
    }

    @Test
    void keepsTheFastestRate() {
        Gcra limiter = new Gcra(1e6, 1);

        int passed = take(limiter, NOW, NOW + SECOND);

        assertThat(passed).isCloseTo(1_000_000, within(50_001));
    }

    private static int take(Gcra limiter, long from, long to) {
        int passed = 0;
        for (long now = limiter.earliest(from); now <= to; now = limiter.earliest(now)) {
            limiter.take(now);
            passed++;
        }
        return passed;
    }
}
