package io.sluice.lane;

import static io.sluice.lane.LaneRig.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneTimeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final LaneTime time = new LaneTime();

    @Test
    void followsTheClock() {
        long before = time.at(START);

        long after = time.at(START.plus(HOUR));

        assertThat(after - before).isEqualTo(HOUR.toNanos());
        assertThat(time.instant(after)).isEqualTo(START.plus(HOUR));
    }

    @Test
    void neverRunsBackwards() {
        long before = time.at(START);

        long after = time.at(START.minus(HOUR));

        assertThat(after).isEqualTo(before);
    }

    @Test
    void goesOnAtOnceAfterAClockWasSetBack() {
        long before = time.at(START);
        Instant back = START.minus(HOUR);
        time.at(back);

        long after = time.at(back.plusSeconds(5));

        assertThat(after - before).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(time.instant(after)).isEqualTo(back.plusSeconds(5));
    }

    @Test
    void aThreadThatReadTheClockSecondsAgoShiftsNothing() {
        time.at(START.plusSeconds(3));

        time.at(START);

        assertThat(time.instant(time.at(START.plusSeconds(4)))).isEqualTo(START.plusSeconds(4));
    }

    @Test
    void knowsTimesBefore1970() {
        Instant early = Instant.parse("1969-12-31T23:59:59.5Z");

        assertThat(time.instant(time.at(early))).isEqualTo(early);
    }
}
