package io.sluice.simulation.receiver;

import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Counts each source address for itself. */
public final class PerSource implements Receiver {
    private final Receiver[] receivers;
    private final IntUnaryOperator sourceOfMail;

    /** @param sourceOfMail the number of the address that a mail leaves from */
    public PerSource(int sources, IntUnaryOperator sourceOfMail, IntFunction<Receiver> maker) {
        this.sourceOfMail = sourceOfMail;
        this.receivers = new Receiver[sources];
        for (int i = 0; i < sources; i++) {
            receivers[i] = maker.apply(i);
        }
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        return receivers[sourceOfMail.applyAsInt(attempt.mail())].answer(now, attempt);
    }

    @Override
    public double allowed(long from, long to) {
        double all = 0;
        for (Receiver receiver : receivers) {
            all += receiver.allowed(from, to);
        }
        return all;
    }
}
