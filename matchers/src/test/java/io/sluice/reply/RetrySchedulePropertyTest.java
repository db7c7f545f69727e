package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for any number of attempts and any chance. */
class RetrySchedulePropertyTest {
    private static final Duration FLOOR = Duration.ofMinutes(10);
    private static final Duration CAP = Duration.ofHours(4);

    @Property
    void staysBetweenEarliestAndCap(
            @ForAll @IntRange(max = 1_000) int attempts,
            @ForAll @LongRange(max = 14_400) long earliestSeconds,
            @ForAll long seed) {
        Duration earliest = Duration.ofSeconds(earliestSeconds);

        Duration wait = schedule(new Random(seed)).nextWait(verdict(earliest), attempts);

        assertThat(wait).isGreaterThanOrEqualTo(earliest).isBetween(FLOOR, CAP);
    }

    @Property(tries = 20)
    void usesTheWholeSpan(@ForAll long seed) {
        RetrySchedule schedule = schedule(new Random(seed));

        Duration middle = FLOOR.plus(CAP).dividedBy(2);
        long below = IntStream.range(0, 1_000)
                .filter(i -> schedule.nextWait(verdict(Duration.ZERO), 30).compareTo(middle) < 0)
                .count();

        assertThat(below).isBetween(400L, 600L);
    }

    private static RetrySchedule schedule(Random random) {
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
