package io.sluice.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How long mail took that was accepted in the last five minutes. Safe for several threads. */
public final class RecentWaits {
    /** How far back it looks. */
    public static final Duration SPAN = Duration.ofMinutes(5);

    private static final Duration STEP = Duration.ofSeconds(30);

    private final Deque<Part> parts = new ArrayDeque<>(); // guarded by this

    private record Part(Instant start, Map<Integer, Long> counts) {}

    /** So many recipients were accepted, so long after their mail was handed in. */
    public synchronized void add(int recipients, Duration wait, Instant now) {
        if (recipients > 0) {
            Instant start = Resolution.floor(now, STEP);
            if (parts.isEmpty() || !parts.getLast().start().equals(start)) {
                forget(now);
                parts.addLast(new Part(start, new HashMap<>()));
            }
            parts.getLast().counts().merge(Waits.stepOf(wait), (long) recipients, Long::sum);
        }
    }

    /** As {@link Waits#quantile}; empty when nothing was accepted. */
    public synchronized Optional<Duration> quantile(double part, Instant now) {
        forget(now);
        Waits all = Waits.NONE;
        for (Part each : parts) {
            all = all.plus(new Waits(each.counts()));
        }
        return all.quantile(part);
    }

    /** Also what is of a time to come, because the clock was set back. */
    private void forget(Instant now) {
        parts.removeIf(
                part -> part.start().isBefore(now.minus(SPAN)) || part.start().isAfter(now));
    }
}
