package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PressureTest {
    @Test
    void isNoneWhileMailLeavesAsItComes() {
        assertThat(Pressure.index(tally(100, 0, Duration.ofSeconds(5), 0))).contains(0.0);
    }

    @Test
    void isTheWholeWhenNothingLeaves() {
        assertThat(Pressure.index(tally(0, 100, Duration.ZERO, 0))).contains(100.0);
        assertThat(Pressure.index(tally(0, 0, Duration.ZERO, 10))).contains(100.0);
    }

    @Test
    void isNotKnownOfTooLittleMail() {
        assertThat(Pressure.index(tally(10, 9, Duration.ofSeconds(5), 0))).isEmpty();
        assertThat(Pressure.index(Tally.NONE)).isEmpty();
    }

    @Test
    void isWhatTheFormulaSays() {
        // A quarter refused, closed for a fifth of the time, as late as can be.
        assertThat(Pressure.index(tally(75, 25, Duration.ofHours(9), 2)).orElseThrow())
                .isCloseTo(100 * (1 - 0.75 * 0.8 * 0.5), within(1e-9));
    }

    @Test
    void doesNotRiseWithFaultsOfTheService() {
        Tally outage = new Tally(
                100,
                50,
                Map.of(DeferralClass.OUTAGE, 30L, DeferralClass.NETWORK, 20L, DeferralClass.MAILBOX_UNAVAILABLE, 10L),
                Map.of(DeferralClass.RECIPIENT_INVALID, 10L),
                0,
                Map.of(),
                Waits.NONE,
                0,
                0,
                Optional.empty());

        assertThat(Pressure.index(outage)).contains(0.0);
    }

    @Property
    void liesBetweenNoneAndTheWhole(
            @ForAll @IntRange(max = 1000) int accepted,
            @ForAll @IntRange(max = 1000) int deferred,
            @ForAll @IntRange(max = 100_000) int seconds,
            @ForAll @IntRange(max = 10) int closed) {
        Pressure.index(tally(accepted, deferred, Duration.ofSeconds(seconds), closed))
                .ifPresent(index -> assertThat(index).isBetween(0.0, 100.0));
    }

    @Property
    void neverFallsWhenSomethingGetsWorse(
            @ForAll @IntRange(min = 20, max = 1000) int accepted,
            @ForAll @IntRange(max = 1000) int deferred,
            @ForAll @IntRange(max = 100_000) int seconds,
            @ForAll @IntRange(max = 9) int closed) {
        double index = index(accepted, deferred, seconds, closed);

        assertThat(index(accepted, deferred + 1, seconds, closed)).isGreaterThanOrEqualTo(index - 1e-9);
        assertThat(index(accepted, deferred, seconds * 2, closed)).isGreaterThanOrEqualTo(index - 1e-9);
        assertThat(index(accepted, deferred, seconds, closed + 1)).isGreaterThanOrEqualTo(index - 1e-9);
    }

    @Test
    void hasNoBaselineWithoutEnoughHistory() {
        assertThat(Pressure.baseline(List.of(1.0, 2.0, 3.0, 4.0, 5.0))).isEmpty();
    }

    @Property
    void theBaselineIsNotMovedByAFewOddValues(
            @ForAll @Size(min = 9, max = 30) List<@DoubleRange(min = 0, max = 10) Double> usual,
            @ForAll @IntRange(max = 3) int odd) {
        List<Double> values = new ArrayList<>(usual);
        values.addAll(Collections.nCopies(odd, 100.0));

        Pressure.Baseline baseline = Pressure.baseline(values).orElseThrow();

        assertThat(baseline.median()).isBetween(0.0, 10.0);
        assertThat(baseline.limit()).isGreaterThanOrEqualTo(baseline.median() + 10);
    }

    private static double index(int accepted, int deferred, int seconds, int closed) {
        return Pressure.index(tally(accepted, deferred, Duration.ofSeconds(seconds), closed))
                .orElseThrow();
    }

    private static Tally tally(int accepted, int deferred, Duration wait, int closedOfTen) {
        return new Tally(
                accepted + deferred,
                accepted,
                deferred == 0 ? Map.of() : Map.of(DeferralClass.IP_REPUTATION_THROTTLE, (long) deferred),
                Map.of(),
                0,
                Map.of(),
                accepted == 0 ? Waits.NONE : new Waits(Map.of(Waits.stepOf(wait), (long) accepted)),
                10,
                closedOfTen,
                Optional.empty());
    }
}
