package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaitsTest {
    @Test
    void hasNoQuantileWithoutMail() {
        assertThat(Waits.NONE.quantile(0.5)).isEmpty();
    }

    @Test
    void takesTimesThatNoClockShouldGive() {
        assertThat(Waits.stepOf(Duration.ofSeconds(-5))).isZero();
        assertThat(Waits.stepOf(Duration.ofDays(4000))).isEqualTo(Waits.STEPS - 1);
    }

    @Test
    void refusesPartsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Waits.NONE.quantile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Waits.NONE.quantile(1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> Waits.NONE.quantile(Double.NaN));
    }

    @Property
    void aQuantileIsOffByLessThanOneStep(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 250, max = 1_000_000_000) Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        long truth = sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);

        double found = waits(millis).quantile(0.95).orElseThrow().toMillis();

        assertThat(found / truth).isBetween(1 / Math.sqrt(2) - 0.01, Math.sqrt(2) + 0.01);
    }

    @Property
    void sumsAreAsIfCountedTogether(
            @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 10_000_000) Long> some,
            @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 10_000_000) Long> others) {
        List<Long> all = new ArrayList<>(some);
        all.addAll(others);

        assertThat(waits(some).plus(waits(others))).isEqualTo(waits(all));
        assertThat((double) waits(some).plus(waits(others)).count()).isCloseTo(all.size(), within(0.0));
    }

    private static Waits waits(List<Long> millis) {
        Map<Integer, Long> counts = new HashMap<>();
        millis.forEach(time -> counts.merge(Waits.stepOf(Duration.ofMillis(time)), 1L, Long::sum));
        return new Waits(counts);
    }
}
