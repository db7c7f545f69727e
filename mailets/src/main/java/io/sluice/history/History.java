package io.sluice.history;

import com.google.inject.ProvidedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Answers questions about what happened. Numbers are some seconds old at most. Safe for several threads; fails with the
 * store's {@code OutboxException}.
 */
@ProvidedBy(NoModule.class)
public final class History {
    /** More points are not returned at once. */
    public static final int MOST_POINTS = 3000;

    /** More deferrals are not returned at once. */
    public static final int MOST_DEFERRALS = 1000;

    private final Supplier<HistoryStore> store;
    private final InstantSource clock;

    public History(Supplier<HistoryStore> store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The lanes that had mail, or were watched, in a time; by their names. */
    public List<String> lanes(Instant from, Instant to) {
        Resolution resolution = resolution(from, Duration.between(from, to));
        return store.get().lanes(resolution, resolution.startOf(from), to).stream()
                .sorted()
                .toList();
    }

    /**
     * What happened on a lane, or on all of them together, step by step. There is a point for each step, also without
     * mail; the first begins at or before {@code from}, the last before {@code to}. Steps below an hour go back 26 hours,
     * longer ones 32 days; what is older is empty.
     *
     * @param step a whole number of minutes; an hour or more is a whole number of hours
     * @param lane empty: all lanes, whose levels are added up
     * @throws IllegalArgumentException when the step is not allowed, the time ends before it begins, or there were more than
     *     {@value #MOST_POINTS} points
     */
    public List<Point> series(Instant from, Instant to, Duration step, Optional<String> lane) {
        if (lane.isPresent()) {
            return series(from, to, step, Subject.of(lane.get()));
        }
        Resolution resolution = resolutionOf(step);
        Instant start = Resolution.floor(from, step);
        requireBounded(start, to, step);
        List<List<Point>> each = store.get().lanes(resolution, start, to).stream()
                .map(name -> series(from, to, step, Subject.of(name)))
                .toList();
        Map<Instant, Tally> sums = empty(start, to, step);
        each.forEach(points -> points.forEach(point -> sums.merge(point.start(), point.tally(), AllLanes::add)));
        return points(sums);
    }

    /** What happened to one subject, as above. */
    public List<Point> series(Instant from, Instant to, Duration step, Subject subject) {
        Resolution resolution = resolutionOf(step);
        Instant start = Resolution.floor(from, step);
        requireBounded(start, to, step);
        Map<Instant, Tally> buckets = new TreeMap<>();
        store.get()
                .rows(resolution, subject, start, to)
                .forEach(row -> buckets.merge(row.start(), row.tally(), Tally::together));
        Map<Instant, Tally> steps = empty(start, to, step);
        buckets.forEach((time, tally) -> steps.merge(Resolution.floor(time, step), tally, Tally::then));
        return points(steps);
    }

    /** What happened hour by hour: a series of steps of an hour. */
    public List<Point> byHour(Instant from, Instant to, Optional<String> lane) {
        return series(from, to, Duration.ofHours(1), lane);
    }

    /** All of a time in one. */
    public Tally total(Instant from, Instant to, Optional<String> lane) {
        Resolution resolution = resolution(from, Duration.between(from, to));
        return series(from, to, resolution.length(), lane).stream()
                .map(Point::tally)
                .reduce(Tally.NONE, Tally::then);
    }

    /** By sender domain what happened on a lane, in whole hours. */
    public Map<String, Tally> senders(Instant from, Instant to, String lane) {
        Map<String, Tally> sums = new TreeMap<>();
        store.get()
                .senderRows(Resolution.HOUR, lane, Resolution.HOUR.startOf(from), to)
                .forEach(row -> sums.merge(row.subject().sender(), row.tally(), Tally::then));
        return sums;
    }

    /**
     * Deferrals that match, the newest first. The newest 50,000 are kept.
     *
     * @param max at most, from 1 to {@value #MOST_DEFERRALS}
     * @param below only those with a lower number, to go on after a page; {@link Long#MAX_VALUE} at first
     */
    public List<StoredDeferral> deferrals(DeferralFilter filter, int max, long below) {
        if (max < 1 || max > MOST_DEFERRALS) {
            throw new IllegalArgumentException(
                    "From 1 to " + MOST_DEFERRALS + " deferrals can be asked for, not " + max);
        }
        return store.get().deferrals(filter, max, below);
    }

    /** Since when deferrals are known one by one; empty without any. */
    public Optional<Instant> deferralsSince() {
        return store.get().oldestDeferral();
    }

    /** Minutes where these are kept and there are not too many of them. */
    private Resolution resolution(Instant from, Duration span) {
        boolean kept = from.isAfter(clock.instant().minus(Resolution.MINUTE.kept()));
        return kept && span.toMinutes() < MOST_POINTS ? Resolution.MINUTE : Resolution.HOUR;
    }

    private static Resolution resolutionOf(Duration step) {
        boolean hours = step.compareTo(Resolution.HOUR.length()) >= 0;
        Resolution resolution = hours ? Resolution.HOUR : Resolution.MINUTE;
        boolean whole =
                step.toMillis() > 0 && step.toMillis() % resolution.length().toMillis() == 0;
        if (!whole) {
            throw new IllegalArgumentException(
                    "A step is a whole number of minutes, or of hours where it is an hour or more, not " + step);
        }
        return resolution;
    }

    private static void requireBounded(Instant start, Instant to, Duration step) {
        if (!start.isBefore(to)) {
            throw new IllegalArgumentException("The time ends before it begins");
        }
        if (Duration.between(start, to).dividedBy(step) >= MOST_POINTS) {
            throw new IllegalArgumentException("These are more than " + MOST_POINTS + " steps; take longer ones");
        }
    }

    private static Map<Instant, Tally> empty(Instant start, Instant to, Duration step) {
        Map<Instant, Tally> steps = new TreeMap<>();
        for (Instant at = start; at.isBefore(to); at = at.plus(step)) {
            steps.put(at, Tally.NONE);
        }
        return steps;
    }

    private static List<Point> points(Map<Instant, Tally> steps) {
        return steps.entrySet().stream()
                .map(step -> new Point(step.getKey(), step.getValue()))
                .toList();
    }
}
