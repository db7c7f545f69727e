package io.sluice.lane;

/**
 * Open until it is told to close; then, when the time has come, a single probe passes, and its outcome opens the gate
 * or closes it for longer. Times are those of {@link LaneTime}. Not safe for several threads: its lane guards it.
 */
final class Gate {
    /** It opens when the probe that is out comes back. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** More a gate does not remember over a restart. */
    private static final int MOST_REFUSALS = 1000;

    private enum Position {
        OPEN,
        CLOSED,
        TESTING
    }

    private Position position = Position.OPEN;
    private long until;
    private int refusals;
    private String cause = "";
    private long closedSince;
    private long episode;

    boolean isAtRest() {
        return position == Position.OPEN;
    }

    boolean isClosed() {
        return position == Position.CLOSED;
    }

    /** When a mail may pass: {@code now}, later, or {@link #UNKNOWN}. */
    long opensAt(long now) {
        return switch (position) {
            case OPEN -> now;
            case CLOSED -> Math.max(now, until);
            case TESTING -> UNKNOWN;
        };
    }

    /** Lets a mail pass; to be asked before with {@link #opensAt}. */
    Permit.Pass enter() {
        boolean probe = position == Position.CLOSED;
        if (probe) {
            position = Position.TESTING;
        }
        return new Permit.Pass(episode, probe);
    }

    /** How often in a row it was told to close. */
    int refusals() {
        return position == Position.OPEN ? 0 : refusals;
    }

    /** For how long it has not been open. */
    long closedFor(long now) {
        return position == Position.OPEN ? 0 : Math.max(0, now - closedSince);
    }

    /**
     * The receiver asked to wait. A pass of an earlier episode reports what is known already, and changes nothing.
     *
     * @return whether it counted
     */
    boolean close(Permit.Pass pass, long now, long when, String why) {
        if (pass.episode() == episode) {
            shut(now, when, why);
            return true;
        }
        return false;
    }

    /**
     * Closes, whatever its own mail says.
     *
     * @return whether it was not closed before
     */
    boolean closeFromOutside(long now, long when, String why) {
        if (position == Position.CLOSED) {
            if (when > until) {
                until = when;
                cause = why;
            }
            return false;
        }
        shut(now, when, why);
        return true;
    }

    private void shut(long now, long when, String why) {
        if (position == Position.OPEN) {
            closedSince = now;
            refusals = 0;
        }
        refusals++;
        position = Position.CLOSED;
        until = when;
        cause = why;
        episode++;
    }

    /**
     * Mail passed. Only the probe, or a pass of the running episode, says something about now.
     *
     * @return whether that opened it
     */
    boolean pass(Permit.Pass pass) {
        if (pass.episode() != episode || position == Position.OPEN) {
            return false;
        }
        position = Position.OPEN;
        return true;
    }

    /** The attempt said nothing about this gate, for example because it never got there. */
    void abandon(Permit.Pass pass, long now) {
        if (pass.probe() && pass.episode() == episode && position == Position.TESTING) {
            position = Position.CLOSED;
            until = now;
        }
    }

    /** Opens at once, without a probe. */
    void open() {
        position = Position.OPEN;
        episode++;
    }

    /** As it was before a restart. */
    void restore(long since, long when, int times, String why) {
        position = Position.CLOSED;
        closedSince = since;
        until = when;
        refusals = Math.max(1, Math.min(MOST_REFUSALS, times));
        cause = why == null ? "" : why;
        episode++;
    }

    GateState state(LaneTime time) {
        return switch (position) {
            case OPEN -> new GateState.Open();
            case CLOSED -> new GateState.Closed(time.instant(until), refusals, cause);
            case TESTING -> new GateState.Testing(refusals, cause);
        };
    }

    long closedSince() {
        return closedSince;
    }

    String cause() {
        return cause;
    }
}
