package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;

/**
 * What a lane had learned before a row of cuts began, so that it can be given back when the cuts turn out to be nobody's
 * fault here. The lane guards it.
 */
final class BeforeCuts {
    /** Cuts that lie further apart are not of one row. */
    private static final Duration APART = Duration.ofMinutes(30);
    /** When an incident began is known to some minutes. */
    private static final Duration ABOUT = Duration.ofMinutes(4);

    private Instant first = Instant.MIN;
    private Instant last = Instant.MIN;
    private double rate;
    private double hurt;
    private long patience;

    /** The rate is about to be cut. */
    void note(RateControl control, Instant now) {
        if (last.equals(Instant.MIN) || now.isAfter(last.plus(APART))) {
            first = now;
            rate = control.rate();
            hurt = control.hurt();
            patience = control.patience();
        }
        last = now;
    }

    /** Gives back what was learned before cuts that began with the incident; tells whether there were any. */
    boolean undo(RateControl control, Instant since) {
        if (first.equals(Instant.MIN) || first.isBefore(since.minus(ABOUT)) || rate <= control.rate()) {
            return false;
        }
        control.restore(rate, hurt, patience);
        first = Instant.MIN;
        last = Instant.MIN;
        return true;
    }
}
