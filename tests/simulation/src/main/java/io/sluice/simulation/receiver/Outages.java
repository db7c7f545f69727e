package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** A receiver that at times answers nothing but one reply, whoever asks. */
public final class Outages implements Receiver {
    private record Outage(long begin, long end, Answer answer) {
        boolean covers(long now) {
            return now >= begin && now < end;
        }
    }

    private final Receiver receiver;
    private final List<Outage> outages = new ArrayList<>();

    public Outages(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Adds an outage. */
    public Outages outage(long begin, long end, Reply reply, long latency) {
        outages.add(new Outage(begin, end, Answer.refused(reply, latency)));
        return this;
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        for (Outage outage : outages) {
            if (outage.covers(now)) {
                return outage.answer();
            }
        }
        return receiver.answer(now, attempt);
    }

    @Override
    public double allowed(long from, long to) {
        double allowed = receiver.allowed(from, to);
        for (Outage outage : outages) {
            long first = Math.max(from, outage.begin());
            long last = Math.min(to, outage.end());
            allowed -= first < last ? receiver.allowed(first, last) : 0;
        }
        return Math.max(0, allowed);
    }
}
