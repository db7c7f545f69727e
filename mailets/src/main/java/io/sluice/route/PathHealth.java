package io.sluice.route;

import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a path is taken. It is left when its lane is in trouble for long enough, and taken again only after the lane has
 * been open for a while; meanwhile single mails test it, so that the lane learns whether it is. A path that gets into
 * trouble soon after it was taken again has to be open for twice as long the next time, up to sixteen times. For one
 * thread at a time; time is the caller's.
 */
final class PathHealth {
    static final int MOST_DOUBLINGS = 4;
    /** A path that lasts for so many times its waiting time was not taken too early. */
    private static final int LASTING = 4;
    /** While a path is open and not taken yet, so many mails test it. */
    private static final int TESTS = 10;

    private enum Standing {
        TAKEN,
        LEFT,
        RETURNING
    }

    private final RoutePolicy policy;
    private Standing standing = Standing.TAKEN;
    private Instant since = Instant.MIN; // of trouble while it is taken, of calm while it returns
    private boolean troubled;
    private Instant takenAgain = Instant.MIN;
    private Instant lastTest = Instant.MIN;
    private Instant testedFor = Instant.MIN;
    private int doublings;

    PathHealth(RoutePolicy policy) {
        this.policy = policy;
    }

    /** A path that is remembered. One that was about to be taken again has to be open for the whole time once more. */
    PathHealth(RoutePolicy policy, PathMemory memory) {
        this(policy);
        this.standing = memory.left() ? Standing.LEFT : Standing.TAKEN;
        this.takenAgain = memory.takenAgain().orElse(Instant.MIN);
        this.doublings = memory.doublings();
    }

    /** What of it outlives a restart. */
    PathMemory memory() {
        return new PathMemory(!isTaken(), Optional.of(takenAgain).filter(time -> !time.equals(Instant.MIN)), doublings);
    }

    /** Takes notice of how the path is now. */
    void observe(PathView view, Instant now) {
        boolean trouble = policy.isTrouble(view);
        switch (standing) {
            case TAKEN -> observeTaken(trouble, view, now);
            case LEFT -> {
                if (!trouble) {
                    standing = Standing.RETURNING;
                    since = now;
                }
            }
            case RETURNING -> observeReturning(trouble, now);
        }
        troubled = trouble;
    }

    private void observeTaken(boolean trouble, PathView view, Instant now) {
        if (!isEarly(now)) {
            takenAgain = Instant.MIN;
            doublings = 0;
        }
        if (!trouble) {
            return;
        }
        if (!troubled || since.isAfter(now)) {
            since = now;
        }
        if (view.condition() == LaneCondition.BLOCKED || !now.isBefore(since.plus(policy.patience()))) {
            doublings = isEarly(now) ? Math.min(MOST_DOUBLINGS, doublings + 1) : 0;
            standing = Standing.LEFT;
        }
    }

    /** Whether trouble now would show that it was taken again too early. */
    private boolean isEarly(Instant now) {
        return !takenAgain.equals(Instant.MIN)
                && now.isBefore(takenAgain.plus(calmWanted().multipliedBy(LASTING)));
    }

    private void observeReturning(boolean trouble, Instant now) {
        if (trouble) {
            standing = Standing.LEFT;
        } else if (since.isAfter(now)) {
            since = now; // the clock was set back
        } else if (!now.isBefore(since.plus(calmWanted()))) {
            standing = Standing.TAKEN;
            takenAgain = now;
        }
    }

    private Duration calmWanted() {
        return policy.returnAfter().multipliedBy(1L << doublings);
    }

    /** Mail takes it. */
    boolean isTaken() {
        return standing == Standing.TAKEN;
    }

    /** Its waiting mail should take another path. */
    boolean isLeft() {
        return standing == Standing.LEFT;
    }

    /** Whether the mail at hand should test it; to be asked once for each mail, when the path is not taken. */
    boolean takesTest(PathView view, Instant now) {
        if (standing == Standing.RETURNING) {
            boolean time = lastTest.equals(Instant.MIN)
                    || lastTest.isAfter(now)
                    || !now.isBefore(lastTest.plus(calmWanted().dividedBy(TESTS)));
            if (time) {
                lastTest = now;
            }
            return time;
        }
        boolean time = view.testAt()
                .filter(at -> !at.isAfter(now) && !at.equals(testedFor))
                .isPresent();
        if (time) {
            testedFor = view.testAt().get();
        }
        return time;
    }
}
