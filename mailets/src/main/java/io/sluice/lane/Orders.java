package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What people want of a lane. The lane guards it. */
final class Orders {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final String OPEN = "open";

    private final LaneParts lane;

    Orders(LaneParts lane) {
        this.lane = lane;
    }

    /** When a suspension may end; ends one whose time has come. */
    Optional<Instant> suspendedUntil(Instant now, long t) {
        if (lane.suspension.isEmpty()) {
            return Optional.empty();
        }
        Suspension suspension = lane.suspension.get();
        if (suspension.holds(now)) {
            return Optional.of(suspension.until().orElse(now.plus(LONGEST)));
        }
        lane.suspension = Optional.empty();
        lane.pace.slow(t);
        lane.changes.lane(LaneEvent.Kind.REOPENED, now, suspension.cause(), "suspended", OPEN);
        return Optional.empty();
    }

    Optional<Suspension> suspension(Instant now) {
        return lane.suspension.filter(wanted -> wanted.holds(now));
    }

    void suspend(Suspension suspension, Instant now) {
        if (suspension.holds(now) && !lane.suspension.equals(Optional.of(suspension))) {
            lane.suspension = Optional.of(suspension);
            String until = suspension.until().map(Instant::toString).orElse("resumed");
            lane.changes.lane(LaneEvent.Kind.SUSPENDED, now, suspension.cause(), OPEN, until);
        }
    }

    void resume(String cause, Instant now) {
        if (suspension(now).isPresent() || !lane.gate.isAtRest()) {
            lane.suspension = Optional.empty();
            lane.gate.open();
            lane.changes.lane(LaneEvent.Kind.REOPENED, now, cause, "closed", OPEN);
        }
    }

    void reset(String cause, Instant now) {
        double before = lane.pace.control().rate();
        lane.forget(lane.time.at(now));
        lane.changes.reset(now, cause, before, lane.pace.control().rate());
    }
}
