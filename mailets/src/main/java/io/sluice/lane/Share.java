package io.sluice.lane;

/**
 * The part of a lane's limits that this node may use. One node has all of it; several nodes lease their parts from the
 * store for seconds, and decide for themselves within these.
 *
 * @param fraction more than 0, at most 1
 */
public record Share(double fraction) {
    /** All of it. */
    public static final Share WHOLE = new Share(1);

    public Share {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("A share is more than 0 and at most 1, not " + fraction);
        }
    }
}
