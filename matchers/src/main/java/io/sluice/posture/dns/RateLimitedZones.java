package io.sluice.posture.dns;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks about names in some zones no more often than so many times an hour, for zones whose owners allow little, as those
 * of block lists. Beyond that the answer is {@link Outcome#NOT_ASKED}. Safe for use by several threads.
 */
public final class RateLimitedZones implements Dns {
    private static final Duration PERIOD = Duration.ofHours(1);

    private final Dns dns;
    private final List<String> ends;
    private final int most;
    private final InstantSource clock;
    private Instant begin = Instant.EPOCH;
    private int asked;

    /**
     * Limits those zones, all together.
     *
     * @param most questions in an hour
     */
    public RateLimitedZones(Dns dns, List<String> zones, int most, InstantSource clock) {
        this.dns = dns;
        this.ends = zones.stream().map(zone -> "." + zone).toList();
        this.most = most;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<DnsAnswer> ask(DnsQuestion question) {
        boolean limited = ends.stream().anyMatch(question.name()::endsWith);
        if (limited && !take()) {
            return CompletableFuture.completedFuture(
                    DnsAnswer.without(Outcome.NOT_ASKED, "more than " + most + " questions in an hour", 0));
        }
        return dns.ask(question);
    }

    /** A clock that was set back begins a new hour. */
    private synchronized boolean take() {
        Instant now = clock.instant();
        if (now.isBefore(begin) || !now.isBefore(begin.plus(PERIOD))) {
            begin = now;
            asked = 0;
        }
        if (asked >= most) {
            return false;
        }
        asked++;
        return true;
    }
}
