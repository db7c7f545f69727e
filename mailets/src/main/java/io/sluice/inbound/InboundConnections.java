package io.sluice.inbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When a client with one of Exchange Online's addresses connected, and what it got then: the last {@value #MOST} connections,
 * since the start of the server. Safe for several threads.
 */
public final class InboundConnections {
    /** So many are remembered. */
    public static final int MOST = 5_000;

    private final Clock clock;
    private final Instant since;
    private final Deque<Instant> connections = new ArrayDeque<>(); // guarded by this
    private final Deque<InboundAnswer> answers = new ArrayDeque<>(); // guarded by this

    public InboundConnections(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * What happened in a time.
     *
     * @param known whether all of that time is remembered
     * @param connections how many connections began in it
     * @param answers the 4xx and 5xx that were given in it, the oldest first
     */
    public record Seen(boolean known, int connections, List<InboundAnswer> answers) {}

    /** A connection began. */
    public synchronized void connected() {
        connections.addLast(clock.instant());
        if (connections.size() > MOST) {
            connections.removeFirst();
        }
    }

    /** A 4xx or 5xx was given. */
    public synchronized void answered(InboundAnswer answer) {
        answers.addLast(answer);
        if (answers.size() > MOST) {
            answers.removeFirst();
        }
    }

    /** What happened around that time. */
    public synchronized Seen around(Instant time, Duration before, Duration after) {
        Instant from = time.minus(before);
        Instant to = time.plus(after);
        boolean forgotten =
                connections.size() == MOST && connections.peekFirst().isAfter(from);
        return new Seen(
                !from.isBefore(since) && !forgotten,
                (int) connections.stream().filter(at -> isWithin(at, from, to)).count(),
                answers.stream()
                        .filter(answer -> isWithin(answer.at(), from, to))
                        .toList());
    }

    private static boolean isWithin(Instant at, Instant from, Instant to) {
        return !at.isBefore(from) && !at.isAfter(to);
    }
}
