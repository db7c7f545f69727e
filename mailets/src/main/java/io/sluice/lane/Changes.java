package io.sluice.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what changed on a lane until somebody takes it. Not safe for several threads: the lane guards it. */
final class Changes {
    /** More wait for nobody: a lane that nobody asks forgets the oldest. */
    private static final int MOST = 1000;
    /** A rise is news when it is by this factor, so that an hour of growth is a page and not a book. */
    private static final double NEWS = 1.25;

    private final LaneId lane;
    private final List<LaneEvent> events = new ArrayList<>();
    private double told;
    private boolean dirty;

    Changes(LaneId lane, double rate) {
        this.lane = lane;
        this.told = rate;
    }

    void add(LaneEvent.Kind kind, Instant at, String gate, String cause, String from, String to) {
        if (events.size() == MOST) {
            events.remove(0);
        }
        events.add(new LaneEvent(at, lane, kind, gate, cause, from, to));
        dirty |= gate.isEmpty();
    }

    void lane(LaneEvent.Kind kind, Instant at, String cause, String from, String to) {
        add(kind, at, "", cause, from, to);
    }

    void rateFell(Instant at, String cause, double from, double to) {
        told = to;
        lane(LaneEvent.Kind.RATE_LOWERED, at, cause, rate(from), rate(to));
    }

    void reset(Instant at, String cause, double from, double to) {
        told = to;
        lane(LaneEvent.Kind.RESET, at, cause, rate(from), rate(to));
    }

    void rateRose(Instant at, double to) {
        if (to >= told * NEWS) {
            lane(LaneEvent.Kind.RATE_RAISED, at, "accepted", rate(told), rate(to));
            told = to;
        }
    }

    /** Something changed that is no event, but is to be stored. */
    void touch() {
        dirty = true;
    }

    /** What was collected since the last time. */
    List<LaneEvent> take() {
        List<LaneEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Whether the lane itself changed since this was asked last. */
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    static String rate(double perSecond) {
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }
}
