package io.sluice.simulation.receiver;

import io.sluice.simulation.Rate;

/** A token bucket: so many mails at once at most, refilled at a rate. */
final class Allowance {
    private final Rate rate;
    private final double burst;
    private double tokens;
    private long last;

    Allowance(Rate rate, double burst) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
    }

    boolean take(long now) {
        tokens = Math.min(burst, tokens + rate.between(last, now));
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
