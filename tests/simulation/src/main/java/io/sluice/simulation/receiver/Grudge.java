package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Rate;

/**
 * Takes mail at a rate. Who exceeds it by more than a tolerance gets a penalty, during which everything is refused.
 * Attempts that are made during a penalty begin it anew, twice as long, up to a cap; those of its first seconds do not
 * count, because they may have been on their way. The length is forgotten after a day without one.
 */
public final class Grudge implements Receiver {
    private static final long ON_THEIR_WAY = 5 * Nanos.SECOND;
    private static final long FORGIVEN_AFTER = Nanos.DAY;

    private final Rate rate;
    private final Allowance allowance;
    private final Allowance tolerance;
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
     * @param penalty length of the first penalty, in nanoseconds
     * @param cap length that penalties do not exceed
     * @param forcedBegin begin of a penalty that has no cause, in nanoseconds
     * @param forcedEnd its end, if nobody prolongs it
     */
    public Grudge(
            Rate rate,
            int burst,
            int tolerated,
            long penalty,
            long cap,
            long forcedBegin,
            long forcedEnd,
            long latency,
            Reply refusal) {
        this.rate = rate;
        this.allowance = new Allowance(rate, burst);
        this.tolerance = new Allowance(Rate.constant(1 / 600.0), tolerated);
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
            if (now > begin + ON_THEIR_WAY) {
                length = Math.min(cap, length * 2);
                punish(now);
            }
            return refused;
        }
        if (allowance.take(now)) {
            return accepted;
        }
        if (!tolerance.take(now)) {
            if (now > end + FORGIVEN_AFTER) {
                length = penalty;
            }
            punish(now);
        }
        return refused;
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
