package io.sluice.cli.input;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import java.time.Instant;
import java.util.Optional;

/**
 * A negative or missing reply that was found in the input, with what the input tells about it.
 *
 * @param reply the reply; its stage is {@code other} when the input does not tell
 * @param service the service that was spoken to, as far as the input tells
 * @param time when it was noted
 * @param line the line on which it begins, or the number of the message, from 1
 */
public record Sighting(Reply reply, Optional<Service> service, Optional<Instant> time, long line) {
    /** Whether the input names the host that answered. */
    public boolean namesHost() {
        RemoteHost remote = reply.remote();
        return !remote.name().isEmpty() || !remote.ip().isEmpty();
    }
}
