package io.sluice.lane;

import java.time.Instant;

/**
 * Open until it is told to close; then, when the time has come, a single probe passes, and its outcome opens the gate
 * or closes it for longer. Not safe for several threads: its lane guards it.
 */
final class Gate {
    private GateState state = new GateState.Open();
    private long episode;

    GateState state() {
        return state;
    }

    boolean isAtRest() {
        return state instanceof GateState.Open;
    }

    /** How often in a row it was told to close. */
    int refusals() {
        if (state instanceof GateState.Closed closed) {
            return closed.refusals();
        }
        return state instanceof GateState.Testing testing ? testing.refusals() : 0;
    }

    Admission admit(Instant now) {
        if (state instanceof GateState.Closed closed) {
            if (now.isBefore(closed.until())) {
                return new Admission.NotBefore(closed.until());
            }
            state = new GateState.Testing(closed.refusals(), closed.cause());
            return new Admission.Admitted(new Permit(episode, true));
        }
        if (state instanceof GateState.Testing) {
            return new Admission.Busy();
        }
        return new Admission.Admitted(new Permit(episode, false));
    }

    /**
     * The receiver asked to wait. A permit of an earlier episode reports what is known already: it may move the time
     * but does not count once more.
     */
    void close(Permit permit, Instant until, String cause) {
        if (permit.episode() == episode) {
            state = new GateState.Closed(until, refusals() + 1, cause);
            episode++;
        } else if (state instanceof GateState.Closed closed && until.isAfter(closed.until())) {
            state = new GateState.Closed(until, closed.refusals(), cause);
        }
    }

    /** Closes, whatever its own mail says. */
    void closeFromOutside(Instant until, String cause) {
        if (state instanceof GateState.Closed closed) {
            if (until.isAfter(closed.until())) {
                state = new GateState.Closed(until, closed.refusals(), cause);
            }
        } else {
            state = new GateState.Closed(until, refusals() + 1, cause);
            episode++;
        }
    }

    /** Mail passed. Only the probe, or a permit of the running episode, says something about now. */
    void pass(Permit permit) {
        if (permit.episode() == episode) {
            state = new GateState.Open();
        }
    }

    /** The attempt said nothing about this gate, for example because it never got there. */
    void abandon(Permit permit, Instant now) {
        if (permit.probe() && permit.episode() == episode && state instanceof GateState.Testing testing) {
            state = new GateState.Closed(now, testing.refusals(), testing.cause());
        }
    }
}
