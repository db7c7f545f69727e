package io.sluice.outbox.sql;

import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Gathers what lanes want to be remembered until the writer comes to it: of each key the newest record, of the events the
 * newest {@value #MOST_EVENTS}. Safe for several threads.
 */
final class LaneSaves {
    static final int MOST_EVENTS = 10_000;

    private final Function<Writer.Work<Void>, CompletableFuture<Void>> writer;
    private final InstantSource clock;
    private Gathering open; // guarded by this; null when nothing waits for the writer

    LaneSaves(Function<Writer.Work<Void>, CompletableFuture<Void>> writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Completed after the commit; what was given together with others fails together with them. */
    CompletableFuture<Void> save(LaneChanges changes) {
        Gathering mine;
        boolean first;
        synchronized (this) {
            first = open == null;
            open = first ? new Gathering() : open;
            mine = open;
            mine.add(changes);
        }
        if (first) {
            send(mine);
        }
        return mine.outcome;
    }

    /** Not under the lock: it may wait for the writer, who needs the lock to go on. */
    private void send(Gathering gathering) {
        CompletableFuture<Void> unused = writer.apply(session -> {
                    LaneBook.save(session, close(gathering), clock.instant());
                    return null;
                })
                .whenComplete((done, failure) -> {
                    close(gathering);
                    if (failure == null) {
                        gathering.outcome.complete(null);
                    } else {
                        gathering.outcome.completeExceptionally(failure);
                    }
                });
    }

    private synchronized LaneChanges close(Gathering gathering) {
        if (open == gathering) {
            open = null;
        }
        return gathering.changes();
    }

    private static final class Gathering {
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();
        private final Map<String, LaneRecord> states = new LinkedHashMap<>();
        private final Deque<LaneEventRecord> events = new ArrayDeque<>();

        private void add(LaneChanges changes) {
            changes.states().forEach(lane -> states.put(lane.key(), lane));
            events.addAll(changes.events());
            while (events.size() > MOST_EVENTS) {
                events.removeFirst();
            }
        }

        private LaneChanges changes() {
            return new LaneChanges(List.copyOf(states.values()), List.copyOf(events));
        }
    }
}
