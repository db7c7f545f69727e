package io.sluice.watch;

import io.sluice.history.PressureReading;
import io.sluice.history.Pressures;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Reads the pressure on the lanes to Microsoft again and again, and tells when it departs from what is usual, and when it
 * has returned. It must have done so in several readings in a row. {@link #latest} is safe for several threads.
 */
public final class PressureWatch {
    /** How often it is read. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    static final int READINGS = 5;

    private final Lanes lanes;
    private final Function<String, PressureReading> pressures;
    private final Events events;
    private final InstantSource clock;
    private final Map<String, PressureReading> latest = new ConcurrentHashMap<>();
    private final Map<String, Integer> departing = new HashMap<>();
    private final Map<String, Integer> usual = new HashMap<>();

    public PressureWatch(Lanes lanes, Pressures pressures, Events events, InstantSource clock) {
        this(lanes, pressures::of, events, clock);
    }

    PressureWatch(Lanes lanes, Function<String, PressureReading> pressures, Events events, InstantSource clock) {
        this.lanes = lanes;
        this.pressures = pressures;
        this.events = events;
        this.clock = clock;
    }

    /** The last reading of a lane; empty when there is none yet. */
    public Optional<PressureReading> latest(String lane) {
        return Optional.ofNullable(latest.get(lane));
    }

    /** Reads. For one thread at a time. */
    public void read() {
        List<String> names = lanes.all().stream()
                .map(Lane::id)
                .filter(id -> id.service().isPresent())
                .map(LaneId::toString)
                .sorted()
                .limit(WatchMetrics.MOST_LANES)
                .toList();
        for (String lane : names) {
            PressureReading reading = pressures.apply(lane);
            latest.put(lane, reading);
            judge(lane, reading);
        }
    }

    private void judge(String lane, PressureReading reading) {
        boolean told = departing.getOrDefault(lane, 0) >= READINGS;
        if (reading.departs()) {
            usual.remove(lane);
            if (departing.merge(lane, 1, Integer::sum) == READINGS) {
                publish(lane, reading, Event.Kind.PRESSURE_DEPARTED);
            }
        } else if (!told) {
            departing.remove(lane);
        } else if (usual.merge(lane, 1, Integer::sum) == READINGS) {
            departing.remove(lane);
            usual.remove(lane);
            publish(lane, reading, Event.Kind.PRESSURE_RETURNED);
        }
    }

    private void publish(String lane, PressureReading reading, Event.Kind kind) {
        String numbers = "The deferral pressure on lane " + lane + " is " + text(reading.index())
                + ", usual at this hour are " + text(reading.baseline().map(base -> base.median()))
                + ", unusual is more than "
                + text(reading.baseline().map(base -> base.limit()));
        String advice = kind == Event.Kind.PRESSURE_DEPARTED
                ? ". Deferrals come before the junk folder: look at what was sent last, to whom, and at the reasons of the"
                        + " deferrals."
                : "; it is as usual again.";
        events.publish(new Event(clock.instant(), kind, lane, numbers + advice));
    }

    private static String text(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.0f", number)).orElse("not known");
    }
}
