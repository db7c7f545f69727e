package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.history.Pressure;
import io.sluice.history.PressureReading;
import io.sluice.history.Pressures;
import io.sluice.lane.Lane;
import io.sluice.lane.Lanes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The deferral pressure. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class PressureReport {
    private final Lanes lanes;
    private final Function<String, Optional<PressureReading>> latest;
    private final Pressures pressures;

    /** @param latest what was read last of a lane */
    public PressureReport(Lanes lanes, Function<String, Optional<PressureReading>> latest, Pressures pressures) {
        this.lanes = lanes;
        this.latest = latest;
        this.pressures = pressures;
    }

    /**
     * The pressure on a lane, or on a sender domain of it.
     *
     * @param senderDomain empty for the lane
     * @param index from 0 to 100; empty when too little happened
     * @param trend by how much it rose, or fell (negative)
     * @param departs whether it is unusually high
     */
    record Line(
            String lane,
            Optional<String> senderDomain,
            Instant at,
            Optional<Double> index,
            Optional<Double> trend,
            Optional<Usual> usual,
            boolean departs) {
        static Line of(PressureReading reading) {
            return new Line(
                    reading.subject().lane(),
                    Optional.of(reading.subject().sender()).filter(sender -> !sender.isEmpty()),
                    reading.at(),
                    reading.index(),
                    reading.trend(),
                    reading.baseline().map(Usual::of),
                    reading.departs());
        }
    }

    /**
     * What is usual at this hour of the day.
     *
     * @param limit more than this is unusual
     */
    record Usual(double median, double limit) {
        static Usual of(Pressure.Baseline baseline) {
            return new Usual(baseline.median(), baseline.limit());
        }
    }

    /** What was read last, each minute, of all lanes; costs nothing. */
    List<Line> lanes() {
        return lanes.all().stream()
                .map(Lane::id)
                .map(Object::toString)
                .sorted()
                .flatMap(lane -> latest.apply(lane).stream())
                .map(Line::of)
                .toList();
    }

    /** A lane at this moment, and its sender domains with the most answers. */
    List<Line> lane(String lane) {
        return Stream.concat(Stream.of(pressures.of(lane)), pressures.senders(lane).stream())
                .map(Line::of)
                .toList();
    }
}
