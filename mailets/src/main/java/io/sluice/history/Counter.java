package io.sluice.history;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what happens to one subject in one bucket. For one thread at a time. */
final class Counter {
    /** The words come from replies; the others count as {@link Subject#OTHER}. */
    private static final int MOST_REGIONS = 30;

    private final Map<DeferralClass, Long> deferred = new EnumMap<>(DeferralClass.class);
    private final Map<DeferralClass, Long> failed = new EnumMap<>(DeferralClass.class);
    private final Map<String, Long> regions = new HashMap<>();
    private final Map<Integer, Long> waits = new HashMap<>();
    private long attempts;
    private long accepted;
    private long expired;
    private long looks;
    private long closedLooks;
    private Optional<Levels> levels = Optional.empty();

    void attempt() {
        attempts++;
    }

    void accepted(int recipients, Duration wait) {
        accepted += recipients;
        waits.merge(Waits.stepOf(wait), (long) recipients, Long::sum);
    }

    void refused(DeferralClass type, Optional<String> region, boolean gaveUp) {
        (gaveUp ? failed : deferred).merge(type, 1L, Long::sum);
        region.ifPresent(name -> {
            boolean room = regions.containsKey(name) || regions.size() < MOST_REGIONS;
            regions.merge(room ? name : Subject.OTHER, 1L, Long::sum);
        });
    }

    void expired(int recipients) {
        expired += recipients;
    }

    void look(Levels seen, boolean closed) {
        looks++;
        closedLooks += closed ? 1 : 0;
        levels = Optional.of(seen);
    }

    Tally tally() {
        return new Tally(
                attempts, accepted, deferred, failed, expired, regions, new Waits(waits), looks, closedLooks, levels);
    }
}
