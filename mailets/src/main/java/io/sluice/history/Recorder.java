package io.sluice.history;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Counts in memory what is written now and then. Each call is short and does not wait for a store. Lanes are counted by
 * minutes and hours, the sender domains of a lane by hours. Bounded: of a time at most {@value #MOST_LANES} lanes, of a lane
 * at most {@value #MOST_SENDERS} sender domains, those that come first; the others count as {@link Subject#OTHER}. Safe for
 * several threads.
 */
public final class Recorder {
    static final int MOST_LANES = 200;
    static final int MOST_SENDERS = 200;
    /** While nothing can be written, the oldest goes beyond this. */
    static final int MOST_COUNTERS = 50_000;

    private final long writer;
    private final Map<Key, Counter> counters = new HashMap<>(); // guarded by this, as are the others
    private final Set<Key> changed = new LinkedHashSet<>();
    private final Map<Bucket, Set<String>> lanes = new HashMap<>();
    private final Map<Key, Set<String>> senders = new HashMap<>();

    /** @param writer a random number, which no other run of a server has */
    public Recorder(long writer) {
        this.writer = writer;
    }

    private record Bucket(Resolution resolution, Instant start) {}

    private record Key(Bucket bucket, Subject subject) {}

    /** An attempt was made. */
    public void attempted(String lane, String sender, Instant now) {
        count(lane, sender, now, Counter::attempt);
    }

    /** Recipients were accepted, so long after the mail was handed in. */
    public void accepted(String lane, String sender, int recipients, Duration wait, Instant now) {
        count(lane, sender, now, counter -> counter.accepted(recipients, wait));
    }

    /** A recipient was refused. */
    public void refused(
            String lane, String sender, DeferralClass type, Optional<String> region, boolean gaveUp, Instant now) {
        count(lane, sender, now, counter -> counter.refused(type, region, gaveUp));
    }

    /** The time of recipients was over. */
    public void expired(String lane, String sender, int recipients, Instant now) {
        count(lane, sender, now, counter -> counter.expired(recipients));
    }

    /**
     * Somebody looked how a lane stands.
     *
     * @param byHand whether a person has suspended it, which says nothing about the receiver
     */
    public synchronized void looked(String lane, Levels levels, boolean byHand) {
        boolean closed = !byHand
                && (levels.condition() == LaneCondition.SUSPENDED || levels.condition() == LaneCondition.BLOCKED);
        for (Resolution resolution : Resolution.values()) {
            Bucket bucket = new Bucket(resolution, resolution.startOf(levels.at()));
            if (hasRoom(bucket, lane)) {
                counter(new Key(bucket, Subject.of(lane))).look(levels, closed);
            }
        }
    }

    private synchronized void count(String lane, String sender, Instant now, Consumer<Counter> event) {
        for (Resolution resolution : Resolution.values()) {
            Bucket bucket = new Bucket(resolution, resolution.startOf(now));
            String counted = hasRoom(bucket, lane) ? lane : Subject.OTHER;
            Key ofLane = new Key(bucket, Subject.of(counted));
            event.accept(counter(ofLane));
            if (resolution == Resolution.HOUR) {
                String domain = sender.isEmpty() ? Subject.NULL_SENDER : sender;
                event.accept(counter(new Key(bucket, new Subject(counted, roomFor(ofLane, domain)))));
            }
        }
    }

    private boolean hasRoom(Bucket bucket, String lane) {
        Set<String> known = lanes.computeIfAbsent(bucket, key -> new HashSet<>());
        if (known.contains(lane)) {
            return true;
        }
        return known.size() < MOST_LANES && lane.length() <= Subject.LONGEST && known.add(lane);
    }

    private String roomFor(Key lane, String sender) {
        Set<String> known = senders.computeIfAbsent(lane, key -> new HashSet<>());
        if (known.contains(sender)) {
            return sender;
        }
        boolean room = known.size() < MOST_SENDERS && sender.length() <= Subject.LONGEST;
        return room && known.add(sender) ? sender : Subject.OTHER;
    }

    private Counter counter(Key key) {
        changed.add(key);
        return counters.computeIfAbsent(key, unused -> new Counter());
    }

    /** What changed since this was asked last. What is not written must be {@linkplain #again returned}. */
    public synchronized List<Row> take() {
        List<Row> rows = new ArrayList<>();
        for (Key key : changed) {
            Counter counter = counters.get(key);
            if (counter != null) {
                rows.add(new Row(
                        key.bucket().resolution(), key.bucket().start(), key.subject(), writer, counter.tally()));
            }
        }
        changed.clear();
        return rows;
    }

    /** These rows could not be written; what they count is taken again, with what came meanwhile. */
    public synchronized void again(List<Row> rows) {
        rows.forEach(row -> changed.add(new Key(new Bucket(row.resolution(), row.start()), row.subject())));
    }

    /** Forgets buckets that are over and written. Says how many had to be forgotten unwritten. */
    public synchronized int tidy(Instant now) {
        counters.keySet().removeIf(key -> isOver(key.bucket(), now) && !changed.contains(key));
        lanes.keySet().removeIf(bucket -> isOver(bucket, now));
        senders.keySet().removeIf(key -> isOver(key.bucket(), now));
        int tooMany = counters.size() - MOST_COUNTERS;
        if (tooMany <= 0) {
            return 0;
        }
        List<Key> oldest = counters.keySet().stream()
                .sorted(Comparator.comparing(key -> key.bucket().start()))
                .limit(tooMany)
                .toList();
        oldest.forEach(key -> {
            counters.remove(key);
            changed.remove(key);
        });
        return oldest.size();
    }

    /** A while after its end, as another thread may count what it has just seen. */
    private static boolean isOver(Bucket bucket, Instant now) {
        Instant end = bucket.start().plus(bucket.resolution().length());
        return now.isAfter(end.plus(Resolution.MINUTE.length()));
    }
}
