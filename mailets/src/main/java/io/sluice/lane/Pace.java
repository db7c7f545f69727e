package io.sluice.lane;

/** A rate that is learned, with the limiter that keeps it. Not safe for several threads. */
final class Pace {
    private final RateControl control;
    private final Gcra limiter;

    Pace(ControlLaw law, RateBounds bounds) {
        control = new RateControl(law, bounds);
        limiter = new Gcra(bounds.start(), law.burst());
    }

    RateControl control() {
        return control;
    }

    long earliest(long now) {
        return limiter.earliest(now);
    }

    /** Lets a message pass; tells whether the rate is what holds messages back. */
    boolean take(long now) {
        limiter.take(now);
        return limiter.isScarce(now);
    }

    /** The message did not leave. After a change of the rate this counts no more: the new rate begins with its own rest. */
    void giveBack(long epoch) {
        if (epoch == control.epoch()) {
            limiter.giveBack();
        }
    }

    boolean accepted(long epoch, boolean limited, long now) {
        boolean risen = control.accepted(epoch, limited);
        if (risen) {
            limiter.rate(control.rate(), now);
        }
        return risen;
    }

    boolean refused(long epoch, long now) {
        boolean fallen = control.refused(epoch);
        if (fallen) {
            slow(now);
        }
        return fallen;
    }

    /** The control was changed to a lower rate. */
    void slow(long now) {
        limiter.rate(control.rate(), now);
        limiter.drain(now);
    }

    /** Begins again as if nothing had been learned. */
    void forget(long now) {
        control.forget();
        slow(now);
    }

    /** The share changed by that factor, and the bounds with it. */
    void share(double factor, RateBounds bounds, long now) {
        control.share(factor, bounds);
        limiter.rate(control.rate(), now);
    }

    /** The bounds changed. */
    void bounds(RateBounds bounds, long now) {
        control.bounds(bounds);
        limiter.rate(control.rate(), now);
    }
}
