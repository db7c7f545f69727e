package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressuresTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:30:00Z");
    private static final String LANE = "default/business";

    private SqlOutbox outbox;
    private Pressures pressures;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
        pressures = new Pressures(new History(outbox::history, () -> NOW), () -> NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void knowsNothingWithoutMail() {
        PressureReading reading = pressures.of(LANE);

        assertThat(reading.index()).isEmpty();
        assertThat(reading.baseline()).isEmpty();
        assertThat(reading.departs()).isFalse();
    }

    @Test
    void readsTheLastHourOfALaneAndTheOneBefore() {
        write(Resolution.MINUTE, NOW.minus(Duration.ofMinutes(10)), Subject.of(LANE), 50, 50);
        write(Resolution.MINUTE, NOW.minus(Duration.ofMinutes(70)), Subject.of(LANE), 80, 20);

        PressureReading reading = pressures.of(LANE);

        assertThat(reading.index().orElseThrow()).isCloseTo(50, within(1e-9));
        assertThat(reading.trend().orElseThrow()).isCloseTo(30, within(1e-9));
    }

    @Test
    void departsFromWhatIsUsualAtThisHourOfTheDay() {
        for (int day = 1; day <= 20; day++) {
            Instant sameHour = NOW.minus(Duration.ofDays(day));
            write(Resolution.HOUR, sameHour, Subject.of(LANE), 95, 5);
            write(Resolution.HOUR, sameHour.plus(Duration.ofHours(8)), Subject.of(LANE), 10, 90);
        }
        write(Resolution.MINUTE, NOW.minus(Duration.ofMinutes(10)), Subject.of(LANE), 70, 30);

        PressureReading reading = pressures.of(LANE);

        assertThat(reading.baseline().orElseThrow().median())
                .as("at another hour it is 90")
                .isCloseTo(5, within(1e-9));
        assertThat(reading.departs()).isTrue();
    }

    @Test
    void readsTheSenderDomainsOfALaneThoseWithTheMostMailFirst() {
        Subject small = new Subject(LANE, "small.example");
        Subject large = new Subject(LANE, "large.example");
        write(Resolution.HOUR, NOW, small, 20, 20);
        write(Resolution.HOUR, NOW, large, 300, 100);

        List<PressureReading> readings = pressures.senders(LANE);

        assertThat(readings).extracting(PressureReading::subject).containsExactly(large, small);
        assertThat(readings.get(0).index().orElseThrow()).isCloseTo(25, within(1e-9));
        assertThat(readings.get(1).index().orElseThrow()).isCloseTo(50, within(1e-9));
    }

    private void write(Resolution resolution, Instant time, Subject subject, int accepted, int deferred) {
        Tally tally = new Tally(
                accepted + deferred,
                accepted,
                Map.of(DeferralClass.IP_REPUTATION_THROTTLE, (long) deferred),
                Map.of(),
                0,
                Map.of(),
                Waits.NONE,
                0,
                0,
                Optional.empty());
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(resolution, resolution.startOf(time), subject, 7, tally));
        outbox.history().write(rows, List.of(), NOW).join();
    }
}
