package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Duration FLOOR = Duration.ofMinutes(10);
    private static final Duration CAP = Duration.ofHours(4);
    private static final RandomGenerator LOWEST = () -> 0;

    @Test
    void beginsAtTheFloor() {
        assertThat(schedule(LOWEST).nextWait(verdict(Duration.ZERO), 1)).isEqualTo(FLOOR);
    }

    @Test
    void spreadsTheFirstWaitUpToTwiceTheFloor() {
        assertThat(longestOf(1, Duration.ZERO)).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
    }

    @Test
    void doublesTheSpanWithEachAttempt() {
        assertThat(longestOf(2, Duration.ZERO)).isBetween(Duration.ofMinutes(38), Duration.ofMinutes(40));
        assertThat(longestOf(3, Duration.ZERO)).isBetween(Duration.ofMinutes(76), Duration.ofMinutes(80));
    }

    @Test
    void growsFromTheEarliestRetryWhenThatIsLaterThanTheFloor() {
        assertThat(schedule(LOWEST).nextWait(verdict(Duration.ofHours(1)), 1)).isEqualTo(Duration.ofHours(1));
        assertThat(longestOf(1, Duration.ofHours(1))).isBetween(Duration.ofMinutes(114), Duration.ofMinutes(120));
    }

    @Test
    void keepsAnEarliestRetryBeyondTheCap() {
        assertThat(schedule(new Random(1)).nextWait(verdict(Duration.ofHours(9)), 3))
                .isEqualTo(Duration.ofHours(9));
    }

    @Test
    void replacesBoundsAndEarliestRetryByAnOverride() {
        RetryBounds quick = new RetryBounds(Duration.ofMillis(100), Duration.ofMillis(400));
        RetrySchedule schedule = new RetrySchedule(bounds(), Map.of(DeferralClass.OUTAGE, quick), new Random(1));

        assertThat(schedule.nextWait(verdict(Duration.ofHours(1)), 20)).isBetween(quick.floor(), quick.cap());
    }

    @Test
    void leavesOtherClassesAloneWhenOneIsOverridden() {
        RetryBounds quick = new RetryBounds(Duration.ofMillis(100), Duration.ofMillis(400));
        RetrySchedule schedule = new RetrySchedule(bounds(), Map.of(DeferralClass.DNS, quick), LOWEST);

        assertThat(schedule.nextWait(verdict(Duration.ZERO), 1)).isEqualTo(FLOOR);
    }

    @Test
    void needsBoundsForEachClass() {
        Map<DeferralClass, RetryBounds> incomplete = new EnumMap<>(bounds());
        incomplete.remove(DeferralClass.TLS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySchedule(incomplete, Map.of(), LOWEST))
                .withMessageContaining("tls");
    }

    @Test
    void refusesNegativeAttempts() {
        assertThatIllegalArgumentException().isThrownBy(() -> schedule(LOWEST).nextWait(verdict(Duration.ZERO), -1));
    }

    @Test
    void survivesBoundsOfManyThousandYears() {
        RetryBounds endless = new RetryBounds(Duration.ofDays(1), Duration.ofSeconds(Long.MAX_VALUE));
        RetrySchedule schedule = new RetrySchedule(bounds(), Map.of(DeferralClass.OUTAGE, endless), new Random(1));

        assertThat(schedule.nextWait(verdict(Duration.ZERO), Integer.MAX_VALUE)).isPositive();
    }

    private static Duration longestOf(int attempts, Duration earliest) {
        RetrySchedule schedule = schedule(new Random(42));
        return IntStream.range(0, 2_000)
                .mapToObj(i -> schedule.nextWait(verdict(earliest), attempts))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static RetrySchedule schedule(RandomGenerator random) {
        return new RetrySchedule(bounds(), Map.of(), random);
    }

    private static Map<DeferralClass, RetryBounds> bounds() {
        Map<DeferralClass, RetryBounds> bounds = new EnumMap<>(DeferralClass.class);
        for (DeferralClass each : DeferralClass.values()) {
            bounds.put(each, new RetryBounds(FLOOR, CAP));
        }
        return bounds;
    }

    private static Verdict verdict(Duration earliest) {
        return Verdict.of(DeferralClass.OUTAGE, Scope.SERVICE, Remedy.WAIT, earliest, "Wait.", "test");
    }
}
