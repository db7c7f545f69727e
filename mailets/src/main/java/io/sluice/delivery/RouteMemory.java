package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Outbox;
import io.sluice.route.PathChooser;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps in the outbox which paths of a route are left, so that they stay so over a restart. Safe for several threads. */
final class RouteMemory {
    private static final Logger LOGGER = LoggerFactory.getLogger(RouteMemory.class);

    private final String prefix;
    private final PathChooser chooser;
    private final InstantSource clock;
    private final Map<LaneId, String> saved = new ConcurrentHashMap<>();
    private final Set<LaneId> unseen = ConcurrentHashMap.newKeySet();

    RouteMemory(String route, PathChooser chooser, InstantSource clock) {
        this.prefix = LaneRecord.ROUTE + route + ":";
        this.chooser = chooser;
        this.clock = clock;
    }

    /** Before the first choice. */
    void restore(Outbox outbox) {
        Map<LaneId, String> memories = new HashMap<>();
        for (LaneRecord record : outbox.laneStates(prefix)) {
            try {
                memories.put(LaneId.parse(record.key().substring(prefix.length())), record.state());
            } catch (IllegalArgumentException e) {
                LOGGER.error("What is stored as {} names no lane and is ignored", record.key(), e);
            }
        }
        chooser.restore(memories);
        saved.putAll(memories);
        unseen.addAll(memories.keySet());
    }

    /** Whether the lane is remembered, and nobody has asked so far; it may not have carried mail in this run. */
    boolean isNew(LaneId lane) {
        return unseen.remove(lane);
    }

    /** Stores what changed since it did last. Does not wait for the commit; what failed is tried again with the next call. */
    void save(Outbox outbox) {
        Map<LaneId, String> changed = new HashMap<>();
        chooser.memories().forEach((lane, memory) -> {
            if (!memory.equals(saved.getOrDefault(lane, "")) && key(lane).length() <= LaneRecord.MOST_KEY) {
                changed.put(lane, memory);
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        List<LaneRecord> records = new ArrayList<>();
        changed.forEach((lane, memory) -> records.add(new LaneRecord(key(lane), memory, clock.instant())));
        CompletableFuture<Void> unused = outbox.saveLanes(new LaneChanges(records, List.of()))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        saved.putAll(changed);
                    } else {
                        LOGGER.warn("Which paths are left could not be stored; trying again", failure);
                    }
                });
    }

    private String key(LaneId lane) {
        return prefix + lane;
    }
}
