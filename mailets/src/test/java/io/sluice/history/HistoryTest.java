package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Subject BUSINESS = Subject.of("default/business");
    private static final Subject CONSUMER = Subject.of("default/consumer");
    private static final Optional<String> BUSINESS_LANE = Optional.of(BUSINESS.lane());
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Row> rows = new ArrayList<>();
    private final History history = new History(InMemory::new, () -> NOW);

    @Test
    void hasAPointForEachStepAlsoWithoutMail() {
        row(Resolution.MINUTE, NOW.minusSeconds(120), BUSINESS, 1, tally(5));

        List<Point> points = history.series(NOW.minusSeconds(180), NOW, MINUTE, BUSINESS_LANE);

        assertThat(points)
                .containsExactly(
                        new Point(NOW.minusSeconds(180), Tally.NONE),
                        new Point(NOW.minusSeconds(120), tally(5)),
                        new Point(NOW.minusSeconds(60), Tally.NONE));
    }

    @Test
    void addsTheBucketsOfAStep() {
        row(Resolution.MINUTE, NOW.minusSeconds(240), BUSINESS, 1, tally(5));
        row(Resolution.MINUTE, NOW.minusSeconds(60), BUSINESS, 1, tally(2));

        List<Point> points = history.series(NOW.minusSeconds(299), NOW, Duration.ofMinutes(5), BUSINESS_LANE);

        assertThat(points).containsExactly(new Point(NOW.minusSeconds(300), tally(7)));
    }

    @Test
    void addsWhatSeveralServersCounted() {
        row(Resolution.MINUTE, NOW.minusSeconds(60), BUSINESS, 1, at(levels(NOW, 2, 40)));
        row(Resolution.MINUTE, NOW.minusSeconds(60), BUSINESS, 2, at(levels(NOW.minusSeconds(5), 3, 41)));

        Levels together = history.series(NOW.minusSeconds(60), NOW, MINUTE, BUSINESS_LANE)
                .get(0)
                .tally()
                .levels()
                .orElseThrow();

        assertThat(together.ratePerSecond()).as("each has its part").isEqualTo(5);
        assertThat(together.ready()).as("they share the backlog").isEqualTo(40);
    }

    @Test
    void takesTheLevelsOfTheRunThatCameLater() {
        row(Resolution.HOUR, NOW.minusSeconds(3600), BUSINESS, 1, at(levels(NOW.minusSeconds(3000), 2, 40)));
        row(Resolution.HOUR, NOW.minusSeconds(3600), BUSINESS, 2, at(levels(NOW.minusSeconds(10), 3, 41)));

        Tally tally = history.byHour(NOW.minusSeconds(3600), NOW, BUSINESS_LANE)
                .get(0)
                .tally();

        assertThat(tally.levels()).contains(levels(NOW.minusSeconds(10), 3, 41));
    }

    @Test
    void addsUpAllLanes() {
        row(Resolution.MINUTE, NOW.minusSeconds(60), BUSINESS, 1, at(levels(NOW, 2, 40)));
        row(Resolution.MINUTE, NOW.minusSeconds(60), CONSUMER, 1, at(levels(NOW, 3, 2)));

        Tally all = history.series(NOW.minusSeconds(60), NOW, MINUTE, Optional.empty())
                .get(0)
                .tally();

        assertThat(all.attempts()).isEqualTo(2);
        assertThat(all.levels().orElseThrow().ready()).isEqualTo(42);
        assertThat(all.levels().orElseThrow().ratePerSecond()).isEqualTo(5);
    }

    @Test
    void tellsWhatSenderDomainsDidOnALane() {
        row(Resolution.HOUR, NOW.minusSeconds(7200), new Subject(BUSINESS.lane(), "a.example"), 1, tally(5));
        row(Resolution.HOUR, NOW.minusSeconds(3600), new Subject(BUSINESS.lane(), "a.example"), 1, tally(1));
        row(Resolution.HOUR, NOW.minusSeconds(3600), BUSINESS, 1, tally(9));

        assertThat(history.senders(NOW.minusSeconds(7200), NOW, BUSINESS.lane()))
                .isEqualTo(Map.of("a.example", tally(6)));
    }

    @Test
    void refusesStepsAndTimesThatItCannotAnswer() {
        Instant from = NOW.minusSeconds(7200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.series(from, NOW, Duration.ofSeconds(90), BUSINESS_LANE))
                .withMessageContaining("whole number of minutes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.series(from, NOW, Duration.ofMinutes(90), BUSINESS_LANE))
                .withMessageContaining("of hours");
        assertThatIllegalArgumentException().isThrownBy(() -> history.series(from, NOW, Duration.ZERO, BUSINESS_LANE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.series(NOW, from, MINUTE, BUSINESS_LANE))
                .withMessageContaining("ends before it begins");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.series(NOW.minus(Duration.ofDays(3)), NOW, MINUTE, Optional.empty()))
                .withMessageContaining("longer ones");
        assertThatIllegalArgumentException().isThrownBy(() -> history.deferrals(DeferralFilter.ALL, 1001, 1));
    }

    @Test
    void readsBackWhatIsWrittenAndNothingElse() {
        Tally tally = at(levels(NOW, 0.5, 3));

        assertThat(TallyJson.read(TallyJson.write(tally))).contains(tally);
        assertThat(TallyJson.read("{\"attempts\":3,\"later\":[1]}")
                        .orElseThrow()
                        .attempts())
                .isEqualTo(3);
        assertThat(TallyJson.read("nonsense")).isEmpty();
        assertThat(TallyJson.read("{\"waits\":{\"x\":1}}")).isEmpty();
        assertThat(TallyJson.read("{\"waits\":{\"99\":1}}")).isEmpty();
    }

    private void row(Resolution resolution, Instant start, Subject subject, long writer, Tally tally) {
        rows.add(new Row(resolution, start, subject, writer, tally));
    }

    private static Tally tally(int attempts) {
        return new Tally(attempts, 0, Map.of(), Map.of(), 0, Map.of(), Waits.NONE, 0, 0, Optional.empty());
    }

    private static Tally at(Levels levels) {
        return new Tally(1, 0, Map.of(), Map.of(), 0, Map.of(), Waits.NONE, 1, 0, Optional.of(levels));
    }

    private static Levels levels(Instant at, double rate, int ready) {
        return new Levels(at, LaneCondition.OPEN, rate, 2, ready, 0, 0, 0, Optional.empty());
    }

    /** Answers from the rows of the test. */
    private final class InMemory implements HistoryStore {
        @Override
        public CompletableFuture<Void> write(List<Row> written, List<DeferralRecord> deferrals, Instant now) {
            rows.addAll(written);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<Row> rows(Resolution resolution, Subject subject, Instant from, Instant before) {
            return in(resolution, from, before).stream()
                    .filter(row -> row.subject().equals(subject))
                    .toList();
        }

        @Override
        public List<Row> senderRows(Resolution resolution, String lane, Instant from, Instant before) {
            return in(resolution, from, before).stream()
                    .filter(row -> row.subject().lane().equals(lane)
                            && !row.subject().sender().isEmpty())
                    .toList();
        }

        @Override
        public List<String> lanes(Resolution resolution, Instant from, Instant before) {
            return in(resolution, from, before).stream()
                    .map(row -> row.subject().lane())
                    .distinct()
                    .toList();
        }

        @Override
        public List<StoredDeferral> deferrals(DeferralFilter filter, int max, long below) {
            return List.of();
        }

        @Override
        public Optional<Instant> oldestDeferral() {
            return Optional.empty();
        }

        private List<Row> in(Resolution resolution, Instant from, Instant before) {
            return rows.stream()
                    .filter(row -> row.resolution() == resolution
                            && !row.start().isBefore(from)
                            && row.start().isBefore(before))
                    .toList();
        }
    }
}
