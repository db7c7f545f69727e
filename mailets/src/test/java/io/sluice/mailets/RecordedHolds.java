package io.sluice.mailets;

import io.sluice.delivery.Holds;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notes what it is asked for. */
final class RecordedHolds implements Holds {
    private final List<Map.Entry<Long, HoldTerms>> held = new ArrayList<>();
    private final List<Long> released = new ArrayList<>();
    private final List<HeldFilter> filters = new ArrayList<>();

    List<Map.Entry<Long, HoldTerms>> held() {
        return held;
    }

    List<Long> released() {
        return released;
    }

    List<HeldFilter> filters() {
        return filters;
    }

    @Override
    public boolean hold(long entryId, HoldTerms hold) {
        return held.add(Map.entry(entryId, hold));
    }

    @Override
    public boolean release(long entryId) {
        return released.add(entryId);
    }

    @Override
    public void release(HeldFilter filter) {
        filters.add(filter);
    }
}
