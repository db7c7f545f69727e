package io.sluice.route;

import io.sluice.lane.LaneId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses among paths, by the health of their lanes. New mail takes the first path that is in order; a mail that waits
 * keeps its path as long as that is not left, and then takes the first one that is in order. It never goes to a path that
 * is not, so that no mail goes back and forth. Safe for several threads; does not wait.
 */
public final class PathChooser {
    private static final Logger LOGGER = LoggerFactory.getLogger(PathChooser.class);
    private static final int MOST_LANES = 10_000;

    private final RoutePolicy policy;
    private final Function<LaneId, PathView> views;
    private final InstantSource clock;
    private final Map<LaneId, PathHealth> health = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LaneId, PathHealth> eldest) {
            return size() > MOST_LANES;
        }
    };

    /** @param views tells how a lane is now; must not wait */
    public PathChooser(RoutePolicy policy, Function<LaneId, PathView> views, InstantSource clock) {
        this.policy = policy;
        this.views = views;
        this.clock = clock;
    }

    /**
     * Takes over what an earlier run remembered of lanes. Before the first choice.
     *
     * @param memories as {@link #memories()} gave them; those that cannot be read are left out
     */
    public synchronized void restore(Map<LaneId, String> memories) {
        memories.forEach((lane, memory) -> {
            try {
                health.put(lane, new PathHealth(policy, PathMemory.parse(memory)));
            } catch (IllegalArgumentException e) {
                LOGGER.error("What was remembered of the path over lane {} cannot be read", lane, e);
            }
        });
    }

    /** What is to outlive a restart, a JSON object for each lane; empty for a lane that needs none. */
    public synchronized Map<LaneId, String> memories() {
        Map<LaneId, String> memories = new HashMap<>();
        health.forEach((lane, path) -> memories.put(lane, path.memory().toJson()));
        return memories;
    }

    /**
     * The path of a new mail.
     *
     * @param paths their lanes, the preferred one first
     * @return its place in the list; empty when none is in order
     */
    public synchronized OptionalInt choose(List<LaneId> paths) {
        Instant now = clock.instant();
        for (int i = 0; i < paths.size(); i++) {
            PathView view = views.apply(paths.get(i));
            PathHealth path = observed(paths.get(i), view, now);
            if (path.isTaken() || path.takesTest(view, now)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether mail that waits on that lane should take another path. To be asked now and then also when nothing waits. */
    public synchronized boolean isLeft(LaneId lane) {
        return observed(lane, views.apply(lane), clock.instant()).isLeft();
    }

    /**
     * The path that mail takes instead of one that is left.
     *
     * @param paths their lanes, the preferred one first
     * @param now the place of the one that it waits on
     * @return the place of another one; empty when it stays
     */
    public synchronized OptionalInt instead(List<LaneId> paths, int now) {
        LaneId present = paths.get(now);
        if (isLeft(present)) {
            Instant time = clock.instant();
            for (int i = 0; i < paths.size(); i++) {
                LaneId other = paths.get(i);
                if (!other.equals(present)
                        && observed(other, views.apply(other), time).isTaken()) {
                    return OptionalInt.of(i);
                }
            }
        }
        return OptionalInt.empty();
    }

    private PathHealth observed(LaneId lane, PathView view, Instant now) {
        PathHealth path = health.computeIfAbsent(lane, id -> new PathHealth(policy));
        path.observe(view, now);
        return path;
    }
}
