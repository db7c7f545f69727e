package io.sluice.lane;

/**
 * Learns how many connections at one time a receiver takes. The number rises by one when as many messages were accepted
 * as two rounds carry, while it was what held the lane back; a refusal takes it one down, and halves it when it follows
 * soon on another. The number that hurt is tried again only after a long good run. Not safe for several threads.
 */
final class CountControl {
    private static final int ROUNDS = 2;

    private final ControlLaw law;
    private CountBounds bounds;
    private int limit;
    private int hurt;
    private long epoch;
    private long step;
    private long calm;
    private long sinceCut = Long.MAX_VALUE / 2;
    private boolean soonAgain;

    CountControl(ControlLaw law, CountBounds bounds) {
        this.law = law;
        this.bounds = bounds;
        this.limit = bounds.start();
    }

    int limit() {
        return limit;
    }

    /** The number that hurt last; 0 while none is known. */
    int hurt() {
        return hurt;
    }

    long epoch() {
        return epoch;
    }

    boolean isAtFloor() {
        return limit <= bounds.floor();
    }

    void restore(int known, int knownHurt) {
        if (known > 0) {
            limit = clamp(known);
        }
        hurt = Math.max(0, knownHurt);
    }

    /** Begins again as if nothing had been learned. */
    void forget() {
        limit = bounds.start();
        hurt = 0;
        epoch++;
        step = 0;
        calm = 0;
        sinceCut = Long.MAX_VALUE / 2;
        soonAgain = false;
    }

    void bounds(CountBounds changed) {
        boolean unlearned = limit == bounds.start() && hurt == 0;
        bounds = changed;
        limit = unlearned ? changed.start() : clamp(limit);
    }

    /**
     * The receiver took a message.
     *
     * @param heldBack whether this number was what held others back
     * @return whether it rose
     */
    boolean accepted(boolean heldBack) {
        sinceCut++;
        calm++;
        if (!heldBack || limit >= bounds.ceiling()) {
            return false;
        }
        step++;
        boolean known = hurt > 0 && limit + 1 >= hurt;
        if (step < (long) ROUNDS * limit || (known && calm < (long) ROUNDS * law.patience())) {
            return false;
        }
        limit++;
        step = 0;
        return true;
    }

    /**
     * The receiver found them too many.
     *
     * @param admitted the epoch in which the message left
     * @return whether the number fell
     */
    boolean refused(long admitted) {
        if (admitted != epoch) {
            return false;
        }
        soonAgain = sinceCut < law.near();
        hurt = limit;
        limit = clamp(soonAgain ? limit / 2 : limit - 1);
        epoch++;
        step = 0;
        calm = 0;
        sinceCut = 0;
        return limit < hurt;
    }

    /** Whether the last refusal followed soon on another. */
    boolean isRefusedAgain() {
        return soonAgain;
    }

    private int clamp(int wanted) {
        return Math.max(bounds.floor(), Math.min(bounds.ceiling(), wanted));
    }
}
