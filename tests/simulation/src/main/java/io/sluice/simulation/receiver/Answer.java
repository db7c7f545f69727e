package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import java.util.Optional;

/**
 * The end of an attempt.
 *
 * @param refusal what was replied; empty when the mail was accepted
 * @param latency how long the attempt takes, in nanoseconds; the network varies it by a fifth
 */
public record Answer(Optional<Reply> refusal, long latency) {
    /** Accepted after that time. */
    public static Answer accepted(long latency) {
        return new Answer(Optional.empty(), latency);
    }

    /** Refused after that time. */
    public static Answer refused(Reply reply, long latency) {
        return new Answer(Optional.of(reply), latency);
    }

    public boolean isAccepted() {
        return refusal.isEmpty();
    }
}
