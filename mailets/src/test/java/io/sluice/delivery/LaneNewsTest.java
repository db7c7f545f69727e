package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.lane.RateBounds;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.StoredLaneEvent;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneNewsTest {
    private static final LaneId LANE = LaneId.parse("default/consumer");
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path directory;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, CLOCK);

    private void changeLimits() {
        lanes.lane(LANE, limits -> limits);
        lanes.policy(new LanePolicy(
                LanePolicy.DEFAULT.law(),
                Map.of("consumer", LanePolicy.DEFAULT.limitsOf(LANE).withRate(new RateBounds(0.5, 0.1, 0.5)))));
    }

    private LaneNews news(OutboxSource source) {
        return new LaneNews(source, lanes, new LaneStatistics(metrics, CLOCK), CLOCK);
    }

    @Test
    void countsAndStoresWhatChangedWithoutAnAttempt() {
        try (Outbox outbox = SqlOutbox.open(OutboxSettings.in(directory), CLOCK)) {
            changeLimits();

            news(() -> new Lent(outbox)).spread();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !outbox.laneStates()
                    .isEmpty());
            assertThat(outbox.laneStates()).extracting(LaneRecord::key).containsExactly("default/consumer");
            assertThat(outbox.laneEvents(LANE.toString(), 10, Long.MAX_VALUE))
                    .extracting(StoredLaneEvent::event)
                    .singleElement()
                    .satisfies(event -> assertThat(event.kind()).isEqualTo("limits-changed"))
                    .satisfies(event -> assertThat(event.from()).isEqualTo("rate 1.0/s (1.0/min to 100.0/s)"))
                    .satisfies(event -> assertThat(event.to()).isEqualTo("rate 30.0/min (6.0/min to 30.0/min)"));
            assertThat(metrics.countFor("sluice.lane.limits-changed")).isEqualTo(1);
        }
    }

    @Test
    void saysWhatThereIsToSay() {
        LaneEvent lowered = new LaneEvent(
                CLOCK.instant(), LANE, LaneEvent.Kind.RATE_LOWERED, "", "other (rule): 451 busy", "2.0/s", "1.0/s");
        LaneEvent probed = new LaneEvent(CLOCK.instant(), LANE, LaneEvent.Kind.PROBED, "contoso.com", "", "", "");

        assertThat(LaneNews.sentence(lowered))
                .isEqualTo("Lane default/consumer: rate-lowered from 2.0/s to 1.0/s. other (rule): 451 busy");
        assertThat(LaneNews.sentence(probed)).isEqualTo("Lane default/consumer, contoso.com: probed");
    }

    @Test
    void disturbsNobodyWhenTheOutboxIsClosed() {
        changeLimits();
        LaneNews news = news(() -> {
            throw new OutboxException("closed");
        });

        assertThatNoException().isThrownBy(news::spread);
        assertThat(metrics.countFor("sluice.lane.limits-changed")).isEqualTo(1);
    }

    private record Lent(Outbox outbox) implements OutboxSource.Loan {
        @Override
        public void close() {
            // The test closes it.
        }
    }
}
