package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Counts by lane, kept for a while when there is much to count: for {@value #TIMES} times as long as the counting took. So it
 * never takes more than a small part of a connection's time, however often it is asked for. Safe for several threads; one
 * counts and the others wait for it.
 */
final class Overview {
    /** A smaller outbox is counted each time. */
    static final int MANY = 20_000;

    static final int TIMES = 20;

    private final Function<Instant, List<LaneBacklog>> counting;
    private final InstantSource clock;
    private List<LaneBacklog> kept = List.of(); // guarded by this
    private Instant until = Instant.MIN; // guarded by this
    private Instant since = Instant.MAX; // guarded by this

    Overview(Function<Instant, List<LaneBacklog>> counting, InstantSource clock) {
        this.counting = counting;
        this.clock = clock;
    }

    synchronized List<LaneBacklog> count(Instant now) {
        Instant begin = clock.instant();
        // Also when the clock was set back.
        if (begin.isBefore(until) && !begin.isBefore(since)) {
            return kept;
        }
        kept = counting.apply(now);
        Instant end = clock.instant();
        long entries = kept.stream()
                .mapToLong(lane -> lane.ready() + lane.waiting() + lane.held() + lane.inFlight())
                .sum();
        since = end;
        until = entries < MANY ? end : end.plus(Duration.between(begin, end).multipliedBy(TIMES));
        return kept;
    }
}
