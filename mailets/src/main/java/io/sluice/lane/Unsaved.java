package io.sluice.lane;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is to be stored of narrower gates until somebody takes it: of each gate the latest only, and of the gates
 * those that changed last. What is forgotten is a gate that a restart finds as it was stored before, which its next mail
 * corrects. Not safe for several threads: the lane guards it.
 */
final class Unsaved {
    /** More wait for nobody. */
    static final int MOST = 10_000;

    private final Map<String, SavedState> latest = new LinkedHashMap<>();

    void add(SavedState state) {
        // Out and in again, so that the order is that of the changes.
        latest.remove(state.key());
        latest.put(state.key(), state);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** What was collected since the last time, the oldest first. */
    List<SavedState> take() {
        if (latest.isEmpty()) {
            return new ArrayList<>(1);
        }
        List<SavedState> taken = new ArrayList<>(latest.values());
        latest.clear();
        return taken;
    }
}
