package io.sluice.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the deferral pressure out of history. Of a lane it is that of the last sixty minutes, of a sender domain that of
 * the present hour and the one before. What is usual are the same hours of the day, the one before and the one after, on
 * the 28 days before. Safe for several threads; fails as the store does.
 */
public final class Pressures {
    /** Sender domains that are answered at once, those with the most answers. */
    public static final int MOST_SENDERS = 20;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAYS = 28;

    private final History history;
    private final InstantSource clock;

    public Pressures(History history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    /** The pressure on a lane. */
    public PressureReading of(String lane) {
        Instant now = clock.instant();
        Instant end = Resolution.MINUTE.startOf(now).plus(Resolution.MINUTE.length());
        Subject subject = Subject.of(lane);
        List<Point> minutes = history.series(end.minus(HOUR.multipliedBy(2)), end, Resolution.MINUTE.length(), subject);
        int half = minutes.size() / 2;
        return new PressureReading(
                subject,
                now,
                Pressure.index(sum(minutes.subList(half, minutes.size()))),
                Pressure.index(sum(minutes.subList(0, half))),
                baseline(subject, now));
    }

    /** The pressure on the sender domains of a lane that have the most answers of late. */
    public List<PressureReading> senders(String lane) {
        Instant now = clock.instant();
        Map<String, Tally> late = history.senders(now.minus(HOUR), now, lane);
        return late.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Tally> each) -> -answers(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_SENDERS)
                .map(each -> sender(new Subject(lane, each.getKey()), now))
                .toList();
    }

    private PressureReading sender(Subject subject, Instant now) {
        List<Point> hours = history.series(now.minus(HOUR.multipliedBy(3)), now, HOUR, subject);
        int split = Math.max(0, hours.size() - 2);
        return new PressureReading(
                subject,
                now,
                Pressure.index(sum(hours.subList(split, hours.size()))),
                Pressure.index(sum(hours.subList(0, split))),
                baseline(subject, now));
    }

    private Optional<Pressure.Baseline> baseline(Subject subject, Instant now) {
        Instant today = Resolution.HOUR.startOf(now);
        List<Double> values = new ArrayList<>();
        Instant from = today.minus(Duration.ofDays(DAYS)).minus(HOUR);
        for (Point hour : history.series(from, today.minus(HOUR.multipliedBy(2)), HOUR, subject)) {
            long apart = Math.floorMod(Duration.between(hour.start(), today).toHours(), 24);
            if (apart <= 1 || apart == 23) {
                Pressure.index(hour.tally()).ifPresent(values::add);
            }
        }
        return Pressure.baseline(values);
    }

    private static long answers(Tally tally) {
        return tally.accepted() + tally.allDeferred() + tally.allFailed();
    }

    private static Tally sum(List<Point> points) {
        return points.stream().map(Point::tally).reduce(Tally.NONE, Tally::then);
    }
}
