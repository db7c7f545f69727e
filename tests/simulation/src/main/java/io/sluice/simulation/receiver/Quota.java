package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;

/** Takes a number of mails in each window of time, as fast as they come, and refuses the rest until the next one. */
public final class Quota implements Receiver {
    private final int quota;
    private final long window;
    private final Answer accepted;
    private final Answer refused;
    private long current = -1;
    private int taken;

    public Quota(int quota, long window, long latency, Reply refusal) {
        this.quota = quota;
        this.window = window;
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        if (now / window != current) {
            current = now / window;
            taken = 0;
        }
        if (taken >= quota) {
            return refused;
        }
        taken++;
        return accepted;
    }

    @Override
    public double allowed(long from, long to) {
        return quota / Nanos.seconds(window) * Nanos.seconds(to - from);
    }
}
