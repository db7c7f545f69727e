package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;

/**
 * The allowed rate is a matter of reputation: it is halved when more than two in a hundred attempts of ten minutes came
 * above it, and grows back by a quarter in each hour in which they did not, up to what it was in the beginning.
 */
public final class Reputation implements Receiver {
    private static final long PERIOD = 10 * Nanos.MINUTE;
    private static final double BAD_SHARE = 0.02;
    /** Fewer say nothing. */
    private static final int FEW = 20;

    private final double best;
    private final double least;
    private final int burst;
    private final Answer accepted;
    private final Answer refused;
    private double perSecond;
    private double tokens;
    private long last;
    private long periodEnd = PERIOD;
    private int attempts;
    private int above;
    private int penalties;

    /**
     * @param best mails per second with a good reputation
     * @param least mails per second with the worst one
     */
    public Reputation(double best, double least, int burst, long latency, Reply refusal) {
        this.best = best;
        this.least = least;
        this.burst = burst;
        this.perSecond = best;
        this.tokens = burst;
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        while (now >= periodEnd) {
            judge();
        }
        tokens = Math.min(burst, tokens + perSecond * Nanos.seconds(now - last));
        last = now;
        attempts++;
        if (tokens < 1) {
            above++;
            return refused;
        }
        tokens--;
        return accepted;
    }

    private void judge() {
        if (above > FEW && above > BAD_SHARE * attempts) {
            perSecond = Math.max(least, perSecond / 2);
            penalties++;
        } else {
            perSecond = Math.min(best, perSecond * Math.pow(1.25, PERIOD / (double) Nanos.HOUR));
        }
        attempts = 0;
        above = 0;
        periodEnd += PERIOD;
    }

    @Override
    public double allowed(long from, long to) {
        return best * Nanos.seconds(to - from);
    }

    @Override
    public int penalties() {
        return penalties;
    }
}
