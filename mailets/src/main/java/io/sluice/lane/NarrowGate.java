package io.sluice.lane;

import java.util.Optional;

/** A gate inside a lane, with a pace of its own once its receiver asked for one. Not safe for several threads. */
final class NarrowGate {
    private final Gate gate = new Gate();
    private Optional<Pace> pace = Optional.empty();
    private long lastUsed;

    Gate gate() {
        return gate;
    }

    Optional<Pace> pace() {
        return pace;
    }

    /** From now on mail passes at a rate that is learned. */
    Pace paced(ControlLaw law, RateBounds bounds) {
        if (pace.isEmpty()) {
            pace = Optional.of(new Pace(law, bounds));
        }
        return pace.get();
    }

    long opensAt(long now) {
        long open = gate.opensAt(now);
        return open == Gate.UNKNOWN || pace.isEmpty()
                ? open
                : Math.max(open, pace.get().earliest(now));
    }

    Permit.NarrowPass enter(GateKey key, long now) {
        lastUsed = now;
        Permit.Pass pass = gate.enter();
        boolean limited = pace.isPresent() && pace.get().take(now);
        return new Permit.NarrowPass(
                key, pass, pace.map(p -> p.control().epoch()).orElse(0L), limited);
    }

    void use(long now) {
        lastUsed = now;
    }

    /** Whether forgetting it changes nothing, or nothing that still matters. */
    boolean isIdle(long now, double laneRate, long restful) {
        if (!gate.isAtRest()) {
            return gate.isClosed() && now - Math.max(lastUsed, gate.opensAt(Long.MIN_VALUE)) > restful;
        }
        return pace.isEmpty() || pace.get().control().rate() >= laneRate || now - lastUsed > restful;
    }
}
