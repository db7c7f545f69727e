package io.sluice.watch;

import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.StorePressure;
import io.sluice.history.Levels;
import io.sluice.reply.LaneCondition;
import io.sluice.testkit.docs.MarkdownPage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.metrics.api.Gauge;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class WatchMetricsTest {
    private static final String BUSINESS = "192.0.2.7/business";

    private final Gauges gauges = new Gauges();
    private final RecordingMetricFactory timers = new RecordingMetricFactory();
    private final StorePressure store = new StorePressure();
    private final WatchMetrics metrics = new WatchMetrics(
            gauges, timers, store, lane -> Optional.of(33.5).filter(index -> lane.equals(BUSINESS)), () -> NOW);

    @Test
    void showsHowALaneToMicrosoftStands() {
        metrics.looked(Map.of(BUSINESS, levels(LaneCondition.SUSPENDED)));

        assertThat(gauges.value("sluice.lanes.192_0_2_7_business.state")).isEqualTo(2);
        assertThat(gauges.value("sluice.lanes.192_0_2_7_business.rate")).isEqualTo(1.5);
        assertThat(gauges.value("sluice.lanes.192_0_2_7_business.held")).isEqualTo(5);
        assertThat(gauges.value("sluice.lanes.192_0_2_7_business.oldest-due-seconds"))
                .isEqualTo(90);
        assertThat(gauges.value("sluice.lanes.192_0_2_7_business.pressure")).isEqualTo(33.5);
        assertThat(gauges.value("sluice.lanes-in.suspended")).isEqualTo(1);
        assertThat(gauges.value("sluice.lanes-in.open")).isZero();
    }

    @Test
    void addsUpAllLanes() {
        metrics.looked(Map.of(BUSINESS, levels(LaneCondition.OPEN), "default/example.org", levels(LaneCondition.OPEN)));

        assertThat(gauges.value("sluice.outbox.ready")).isEqualTo(6);
        assertThat(gauges.value("sluice.outbox.oldest-due-seconds")).isEqualTo(90);
        assertThat(gauges.values).doesNotContainKey("sluice.lanes.default_example_org.state");
    }

    @Test
    void hasABoundedNumberOfGauges() {
        Map<String, Levels> many = IntStream.range(0, 1000)
                .boxed()
                .collect(Collectors.toMap(
                        number -> "10.0.0." + number + "/business", number -> levels(LaneCondition.OPEN)));

        metrics.looked(many);
        metrics.looked(many);

        assertThat(gauges.values.keySet())
                .filteredOn(name -> name.endsWith(".state"))
                .hasSize(WatchMetrics.MOST_LANES);
        assertThat(gauges.value("sluice.outbox.ready")).isEqualTo(3000);
    }

    @Test
    void showsAStoreThatRefuses() {
        store.refused(NOW);

        assertThat(gauges.value("sluice.outbox.refusing")).isEqualTo(1);
        assertThat(gauges.value("sluice.outbox.refusals")).isEqualTo(1);
        store.stored();
        assertThat(gauges.value("sluice.outbox.refusing")).isZero();
        assertThat(gauges.value("sluice.outbox.refusals")).isEqualTo(1);
    }

    @Test
    void showsHowLongMailTakes() {
        metrics.concluded(Outcomes.accepted("a@contoso.com"));

        assertThat(gauges.value("sluice.time-to-accept.p50-seconds")).isBetween(60.0, 130.0);
        assertThat(gauges.value("sluice.time-to-accept.p95-seconds")).isBetween(60.0, 130.0);
    }

    @Test
    void timesAttempts() {
        metrics.attempted(Outcomes.LANE);
        metrics.concluded(Outcomes.accepted("a@contoso.com"));

        assertThat(timers.executionTimesFor("sluice.attempt")).hasSize(1);
    }

    @Test
    void allOfThemAreInTheReferenceAndNoOther() {
        metrics.looked(Map.of(BUSINESS, levels(LaneCondition.OPEN)));

        assertThat(MarkdownPage.reference().names("Gauges").stream()
                        .map(name -> name.replace("LANE", "192_0_2_7_business"))
                        .flatMap(WatchMetricsTest::states))
                .containsExactlyInAnyOrderElementsOf(gauges.values.keySet());
        assertThat(MarkdownPage.reference().names("Timers")).containsExactly("sluice.attempt");
    }

    private static Stream<String> states(String name) {
        return name.endsWith("STATE")
                ? Stream.of(LaneCondition.values()).map(state -> name.replace("STATE", state.token()))
                : Stream.of(name);
    }

    private static Levels levels(LaneCondition condition) {
        return new Levels(NOW, condition, 1.5, 2, 3, 4, 5, 6, Optional.of(NOW.minusSeconds(90)));
    }

    /** Keeps what is registered. */
    private static final class Gauges implements GaugeRegistry {
        private final Map<String, Gauge<?>> values = new TreeMap<>();

        private double value(String name) {
            assertThat(values).containsKey(name);
            return ((Number) values.get(name).get()).doubleValue();
        }

        @Override
        public <T> GaugeRegistry register(String name, Gauge<T> gauge) {
            assertThat(values).as("registered once").doesNotContainKey(name);
            values.put(name, gauge);
            return this;
        }

        @Override
        public <T> SettableGauge<T> settableGauge(String name) {
            throw new AssertionError("not used");
        }
    }
}
