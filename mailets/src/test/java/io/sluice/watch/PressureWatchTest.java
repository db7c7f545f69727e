package io.sluice.watch;

import static io.sluice.watch.Outcomes.LANE;
import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.history.Pressure;
import io.sluice.history.PressureReading;
import io.sluice.history.Subject;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PressureWatchTest {
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> NOW);
    private final Events events = new Events();
    private double index;
    private final PressureWatch watch = new PressureWatch(lanes, this::reading, events, () -> NOW);

    @BeforeEach
    void withALane() {
        lanes.lane(LANE, limits -> limits);
    }

    @Test
    void tellsOnceWhenThePressureDepartsForAWhile() {
        read(10, 3);
        read(60, PressureWatch.READINGS + 10);

        assertThat(events.recent()).extracting(Event::kind).containsExactly(Event.Kind.PRESSURE_DEPARTED);
        assertThat(events.recent().get(0).text())
                .contains("192.0.2.7/business is 60", "usual at this hour are 10", "more than 25");
    }

    @Test
    void tellsWhenItHasReturned() {
        read(60, PressureWatch.READINGS);
        read(10, PressureWatch.READINGS);
        read(10, 10);

        assertThat(events.recent())
                .extracting(Event::kind)
                .containsExactly(Event.Kind.PRESSURE_RETURNED, Event.Kind.PRESSURE_DEPARTED);
    }

    @Test
    void doesNotTellOfAMoment() {
        for (int i = 0; i < 10; i++) {
            read(60, PressureWatch.READINGS - 1);
            read(10, 1);
        }

        assertThat(events.recent()).isEmpty();
    }

    @Test
    void readsLanesToMicrosoftOnly() {
        lanes.lane(LaneId.parse("default/example.org"), limits -> limits);

        read(10, 1);

        assertThat(watch.latest(LANE.toString()).orElseThrow().index()).contains(10.0);
        assertThat(watch.latest("default/example.org")).isEmpty();
    }

    private void read(double value, int times) {
        index = value;
        for (int i = 0; i < times; i++) {
            watch.read();
        }
    }

    private PressureReading reading(String lane) {
        return new PressureReading(
                Subject.of(lane), NOW, Optional.of(index), Optional.empty(), Optional.of(new Pressure.Baseline(10, 5)));
    }
}
