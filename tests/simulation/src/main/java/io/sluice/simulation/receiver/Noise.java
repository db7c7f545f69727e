package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import java.util.random.RandomGenerator;

/** Refuses a share of the attempts for no reason, however slowly they come. */
public final class Noise implements Receiver {
    private final Receiver receiver;
    private final double share;
    private final RandomGenerator random;
    private final Answer refused;

    public Noise(Receiver receiver, double share, RandomGenerator random, long latency, Reply refusal) {
        this.receiver = receiver;
        this.share = share;
        this.random = random;
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        return random.nextDouble() < share ? refused : receiver.answer(now, attempt);
    }

    @Override
    public double allowed(long from, long to) {
        return receiver.allowed(from, to);
    }
}
