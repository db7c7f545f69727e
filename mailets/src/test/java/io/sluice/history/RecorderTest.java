package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:30:40Z");
    private static final String LANE = "default/business";

    private final Recorder recorder = new Recorder(7);

    @Test
    void countsLanesByMinutesAndHoursAndSenderDomainsByHours() {
        recorder.attempted(LANE, "contoso.example", NOW);

        assertThat(recorder.take())
                .extracting(Row::resolution, row -> row.start().toString(), Row::subject)
                .containsExactlyInAnyOrder(
                        tuple(Resolution.MINUTE, "2026-11-22T10:30:00Z", Subject.of(LANE)),
                        tuple(Resolution.HOUR, "2026-11-22T10:00:00Z", Subject.of(LANE)),
                        tuple(Resolution.HOUR, "2026-11-22T10:00:00Z", new Subject(LANE, "contoso.example")));
    }

    @Test
    void countsEachOutcome() {
        recorder.attempted(LANE, "", NOW);
        recorder.accepted(LANE, "", 3, Duration.ofSeconds(1), NOW);
        recorder.refused(LANE, "", DeferralClass.OUTAGE, Optional.of("nam"), false, NOW);
        recorder.refused(LANE, "", DeferralClass.DNS, Optional.empty(), true, NOW);
        recorder.expired(LANE, "", 2, NOW);

        Tally tally = minute();
        assertThat(tally.attempts()).isEqualTo(1);
        assertThat(tally.accepted()).isEqualTo(3);
        assertThat(tally.deferred()).containsOnlyKeys(DeferralClass.OUTAGE);
        assertThat(tally.failed()).containsOnlyKeys(DeferralClass.DNS);
        assertThat(tally.expired()).isEqualTo(2);
        assertThat(tally.regions()).containsOnlyKeys("nam");
        assertThat(tally.toAccept().count()).isEqualTo(3);
    }

    @Test
    void notesHowALaneStands() {
        recorder.looked(LANE, levels(LaneCondition.OPEN, NOW), false);
        recorder.looked(LANE, levels(LaneCondition.SUSPENDED, NOW.plusSeconds(10)), false);

        Tally tally = minute();
        assertThat(tally.looks()).isEqualTo(2);
        assertThat(tally.closedLooks()).isEqualTo(1);
        assertThat(tally.levels()).contains(levels(LaneCondition.SUSPENDED, NOW.plusSeconds(10)));
    }

    @Test
    void givesOnlyWhatChangedSinceWithAllThatItCounts() {
        recorder.attempted(LANE, "", NOW);
        recorder.take();
        assertThat(recorder.take()).isEmpty();

        recorder.attempted(LANE, "", NOW);

        assertThat(minute().attempts()).isEqualTo(2);
    }

    @Test
    void givesAgainWhatCouldNotBeWritten() {
        recorder.attempted(LANE, "", NOW);
        List<Row> refused = recorder.take();
        recorder.attempted(LANE, "", NOW);

        recorder.again(refused);

        assertThat(minute().attempts()).isEqualTo(2);
    }

    @Test
    void keepsWhatIsNotWrittenAndForgetsWhatIs() {
        recorder.attempted(LANE, "", NOW);
        List<Row> refused = recorder.take();
        recorder.again(refused);
        recorder.tidy(NOW.plus(Duration.ofHours(2)));
        assertThat(recorder.take()).hasSameSizeAs(refused);

        recorder.tidy(NOW.plus(Duration.ofHours(2)));
        recorder.again(refused);

        assertThat(recorder.take()).isEmpty();
    }

    @Test
    void countsTheLanesThatAreTooManyTogether() {
        IntStream.range(0, Recorder.MOST_LANES + 50)
                .forEach(number -> recorder.attempted("default/d" + number + ".example", "", NOW));

        assertThat(recorder.take())
                .filteredOn(row -> row.resolution() == Resolution.MINUTE)
                .hasSize(Recorder.MOST_LANES + 1)
                .filteredOn(row -> row.subject().lane().equals(Subject.OTHER))
                .extracting(row -> row.tally().attempts())
                .containsExactly(50L);
    }

    @Test
    void countsTheSenderDomainsThatAreTooManyTogether() {
        IntStream.range(0, Recorder.MOST_SENDERS + 50)
                .forEach(number -> recorder.attempted(LANE, "d" + number + ".example", NOW));

        assertThat(recorder.take())
                .filteredOn(row -> !row.subject().sender().isEmpty())
                .hasSize(Recorder.MOST_SENDERS + 1)
                .filteredOn(row -> row.subject().sender().equals(Subject.OTHER))
                .extracting(row -> row.tally().attempts())
                .containsExactly(50L);
    }

    @Test
    void countsRegionsThatAHostileReceiverInventsTogether() {
        IntStream.range(0, 1000)
                .forEach(number ->
                        recorder.refused(LANE, "", DeferralClass.OUTAGE, Optional.of("r" + number), false, NOW));

        assertThat(minute().regions()).hasSize(31).containsEntry(Subject.OTHER, 970L);
    }

    @Test
    void forgetsTheOldestWhenNothingCanBeWrittenForTooLong() {
        int minutes = Recorder.MOST_COUNTERS / 200 + 5;
        for (int minute = 0; minute < minutes; minute++) {
            Instant then = NOW.plus(Duration.ofMinutes(minute));
            IntStream.range(0, 200).forEach(lane -> recorder.attempted("default/" + lane, "", then));
        }

        int lost = recorder.tidy(NOW.plus(Duration.ofMinutes(minutes)));

        assertThat(lost).isPositive();
        assertThat(recorder.take()).hasSize(Recorder.MOST_COUNTERS);
    }

    private Tally minute() {
        return recorder.take().stream()
                .filter(row -> row.resolution() == Resolution.MINUTE)
                .findFirst()
                .orElseThrow()
                .tally();
    }

    private static Levels levels(LaneCondition condition, Instant at) {
        return new Levels(at, condition, 1, 2, 3, 4, 5, 6, Optional.empty());
    }
}
