package io.sluice.lane;

import java.time.Instant;

/** Notes what narrower gates did. The lane guards it. */
final class GateJournal implements NarrowGates.Listener {
    private final LaneParts lane;
    private final LaneMemory memory;
    private final Instant now;

    GateJournal(LaneParts lane, LaneMemory memory, Instant now) {
        this.lane = lane;
        this.memory = memory;
        this.now = now;
    }

    @Override
    public void closed(GateKey key, NarrowGate narrow, long until, Finding why) {
        lane.changes.add(
                LaneEvent.Kind.SUSPENDED,
                now,
                key.toString(),
                why.cause(),
                "open",
                lane.time.instant(until).toString());
        lane.unsaved.add(memory.closed(key, narrow, why.evidence()));
    }

    @Override
    public void opened(GateKey key) {
        lane.changes.add(LaneEvent.Kind.REOPENED, now, key.toString(), "accepted", "closed", "open");
        lane.unsaved.add(memory.opened(key));
    }

    @Override
    public void forgotten(GateKey key) {
        lane.unsaved.add(memory.opened(key));
    }
}
