package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import java.util.HashMap;
import java.util.Map;

/** Refuses each mail until it has waited for a while since its first attempt. */
public final class Greylist implements Receiver {
    private final Receiver receiver;
    private final long least;
    private final Answer refused;
    private final Map<Integer, Long> first = new HashMap<>();

    /** @param least how long a mail must wait, in nanoseconds */
    public Greylist(Receiver receiver, long least, long latency, Reply refusal) {
        this.receiver = receiver;
        this.least = least;
        this.refused = Answer.refused(refusal, latency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        Long begin = first.putIfAbsent(attempt.mail(), now);
        if (begin == null || now < begin + least) {
            return refused;
        }
        Answer answer = receiver.answer(now, attempt);
        if (answer.isAccepted()) {
            first.remove(attempt.mail());
        }
        return answer;
    }

    @Override
    public double allowed(long from, long to) {
        return receiver.allowed(from, to);
    }

    @Override
    public long leastDelay() {
        return least;
    }
}
