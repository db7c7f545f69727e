package io.sluice.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers events and hands them over together: some seconds after the first of them, and then no sooner than a period after
 * the time before. {@link #accept} is safe for several threads.
 */
public final class MailDigest implements Consumer<Event> {
    /** How often it is looked whether it is time. */
    public static final Duration LOOK = Duration.ofSeconds(1);

    static final Duration GATHERING = Duration.ofSeconds(10);
    static final int MOST_EVENTS = 200;

    private final Duration period;
    private final Sender sender;
    private final InstantSource clock;
    private final Deque<Event> waiting = new ArrayDeque<>(); // guarded by itself, as the next
    private long leftOut;
    private Instant notBefore = Instant.MIN;

    /** Sends a digest. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends one.
         *
         * @param events the oldest first
         * @param leftOut how many there were besides
         * @throws RuntimeException when it was not sent
         */
        void send(List<Event> events, long leftOut);
    }

    public MailDigest(Duration period, Sender sender, InstantSource clock) {
        this.period = period;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void accept(Event event) {
        synchronized (waiting) {
            if (waiting.size() < MOST_EVENTS) {
                waiting.addLast(event);
            } else {
                leftOut++;
            }
        }
    }

    /** Sends, if it is time. What could not be sent is sent with the next digest. For one thread at a time. */
    public void send() {
        Instant now = clock.instant();
        List<Event> digest;
        long more;
        synchronized (waiting) {
            boolean gathered =
                    !waiting.isEmpty() && !now.isBefore(waiting.getFirst().at().plus(min(GATHERING, period)));
            if (!gathered || now.isBefore(notBefore)) {
                return;
            }
            digest = new ArrayList<>(waiting);
            more = leftOut;
        }
        notBefore = now.plus(period);
        sender.send(digest, more);
        synchronized (waiting) {
            digest.forEach(event -> waiting.removeFirst());
            leftOut -= more;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
