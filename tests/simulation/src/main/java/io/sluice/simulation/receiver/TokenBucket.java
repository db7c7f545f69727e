package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Rate;

/** Takes mail at a rate, which may change in time, and refuses what comes faster. Holds no grudge. */
public final class TokenBucket implements Receiver {
    private final Rate rate;
    private final Allowance allowance;
    private final Answer accepted;
    private final Answer refused;

    /**
     * @param burst mails that it takes at once
     * @param latency of an attempt, in nanoseconds
     */
    public TokenBucket(Rate rate, int burst, long latency, Reply refusal) {
        this.rate = rate;
        this.allowance = new Allowance(rate, burst);
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        return allowance.take(now) ? accepted : refused;
    }

    @Override
    public double allowed(long from, long to) {
        return rate.between(from, to);
    }
}
