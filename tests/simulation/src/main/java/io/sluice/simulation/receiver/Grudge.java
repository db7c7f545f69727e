package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Rate;

/**
 * Takes mail at a rate. Who exceeds it by more than a tolerance gets a penalty, during which everything is refused; each
 * is twice as long as the one before, up to a cap, until a day without one. A merciless receiver also begins a penalty
 * anew, twice as long, for each attempt that is made during it; those of its first seconds do not count, because they may
 * have been on their way.
 */
public final class Grudge implements Receiver {
    private static final long ON_THEIR_WAY = 5 * Nanos.SECOND;
    private static final long FORGIVEN_AFTER = Nanos.DAY;

    private final Rate rate;
    private final Allowance allowance;
    private final boolean merciless;
    private final int tolerated;
    private Allowance tolerance;
    private final long penalty;
    private final long cap;
    private final long forcedBegin;
    private final long forcedEnd;
    private final Answer accepted;
    private final Answer refused;
    private long length;
    private long begin = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;
    private int penalties;

    /**
     * @param tolerated refusals that it overlooks; one more each ten minutes
     * @param merciless whether attempts during a penalty prolong it
     * @param penalty length of the first penalty, in nanoseconds
     * @param cap length that penalties do not exceed
     * @param forcedBegin begin of a penalty that has no cause, in nanoseconds
     * @param forcedEnd its end, if nobody prolongs it
     */
    public Grudge(
            Rate rate,
            int burst,
            int tolerated,
            boolean merciless,
            long penalty,
            long cap,
            long forcedBegin,
            long forcedEnd,
            long latency,
            Reply refusal) {
        this.rate = rate;
        this.allowance = new Allowance(rate, burst);
        this.merciless = merciless;
        this.tolerated = tolerated;
        this.tolerance = tolerance();
        this.penalty = penalty;
        this.cap = cap;
        this.forcedBegin = forcedBegin;
        this.forcedEnd = forcedEnd;
        this.length = penalty;
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        if (now >= forcedBegin && begin < forcedBegin) {
            begin = forcedBegin;
            end = Math.max(end, forcedEnd);
        }
        if (now < end) {
            if (merciless && now > begin + ON_THEIR_WAY) {
                length = Math.min(cap, length * 2);
                punish(now);
            }
            return refused;
        }
        if (allowance.take(now)) {
            return accepted;
        }
        if (!tolerance.take(now)) {
            length = now > end + FORGIVEN_AFTER ? penalty : Math.min(cap, penalties == 0 ? length : length * 2);
            punish(now);
            tolerance = tolerance();
        }
        return refused;
    }

    private Allowance tolerance() {
        return new Allowance(Rate.constant(1 / 600.0), tolerated);
    }

    private void punish(long now) {
        begin = now;
        end = Math.max(end, now + length);
        penalties++;
    }

    @Override
    public double allowed(long from, long to) {
        long first = Math.max(from, forcedBegin);
        long last = Math.min(to, forcedEnd);
        return rate.between(from, to) - (first < last ? rate.between(first, last) : 0);
    }

    @Override
    public int penalties() {
        return penalties;
    }
}
