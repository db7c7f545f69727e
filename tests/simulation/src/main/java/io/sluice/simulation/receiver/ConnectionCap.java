package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;

/** Counts connections only: takes everything on so many at a time, and refuses any further one. */
public final class ConnectionCap implements Receiver {
    private final int connections;
    private final int mostUseful;
    private final long latency;
    private final Answer accepted;
    private final Answer refused;

    /**
     * @param connections that it allows at a time
     * @param mostUseful connections that any sender may open, by its own configuration
     */
    public ConnectionCap(int connections, int mostUseful, long latency, long refusalLatency, Reply refusal) {
        this.connections = connections;
        this.mostUseful = mostUseful;
        this.latency = latency;
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, refusalLatency);
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        return attempt.concurrent() > connections ? refused : accepted;
    }

    @Override
    public double allowed(long from, long to) {
        return Math.min(connections, mostUseful) / Nanos.seconds(latency) * Nanos.seconds(to - from);
    }
}
