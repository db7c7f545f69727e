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
    Optional<Instant> suspendedUntil(Instant now) {
        return suspension(now).map(wanted -> wanted.until().orElse(now.plus(LONGEST)));
    }

    /** What is wanted; ends what is over. */
    Optional<Suspension> suspension(Instant now) {
        if (lane.suspension.isPresent() && !lane.suspension.get().holds(now)) {
            String cause = lane.suspension.get().cause();
            lane.suspension = Optional.empty();
            lane.pace.slow(lane.time.at(now));
            lane.changes.lane(LaneEvent.Kind.REOPENED, now, cause, "suspended", OPEN);
        }
        return lane.suspension;
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
