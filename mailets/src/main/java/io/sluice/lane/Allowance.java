package io.sluice.lane;

/**
 * A number that falls at once when the receiver objects, and comes back slowly: a tenth for every 500 accepted messages.
 * Not safe for several threads.
 */
final class Allowance {
    private static final int CALM = 500;
    private static final int PART = 10;

    private CountBounds bounds;
    private int value;
    private int calm;

    Allowance(CountBounds bounds) {
        this.bounds = bounds;
        this.value = bounds.start();
    }

    int value() {
        return value;
    }

    void restore(int known) {
        if (known > 0) {
            value = clamp(known);
        }
    }

    /** Begins again as if nothing had been learned. */
    void forget() {
        value = bounds.start();
        calm = 0;
    }

    void bounds(CountBounds changed) {
        boolean unlearned = value == bounds.start();
        bounds = changed;
        value = unlearned ? changed.start() : clamp(value);
    }

    void accepted() {
        if (value < bounds.ceiling() && ++calm >= CALM) {
            calm = 0;
            value = clamp(value + Math.max(1, value / PART));
        }
    }

    /** Falls to that number; tells whether it fell. */
    boolean lower(int wanted) {
        calm = 0;
        int next = clamp(Math.min(wanted, value));
        boolean fell = next < value;
        value = next;
        return fell;
    }

    private int clamp(int wanted) {
        return Math.max(bounds.floor(), Math.min(bounds.ceiling(), wanted));
    }
}
