package io.sluice.cli.input;

import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.RecipientStatus;
import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** The replies that bounces and delay reports tell of (RFC 3464), one for each recipient. */
final class BounceSightings implements Sightings {
    /** Where bounces come from. */
    interface Source {
        /** Whether there is one more message; {@link #read()} reads it. */
        boolean next() throws IOException;

        /** What the message reports; empty when it is no report. */
        Optional<DeliveryStatus> read() throws IOException;
    }

    private final Source source;
    private final MicrosoftHosts hosts;
    private final Queue<Sighting> found = new ArrayDeque<>();
    private long messages;
    private long skipped;

    BounceSightings(Source source, MicrosoftHosts hosts) {
        this.source = source;
        this.hosts = hosts;
    }

    @Override
    public Optional<Sighting> next() throws IOException {
        while (found.isEmpty() && source.next()) {
            messages++;
            source.read().ifPresent(this::add);
            if (found.isEmpty()) {
                skipped++;
            }
        }
        return Optional.ofNullable(found.poll());
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public String unit() {
        return "messages";
    }

    @Override
    public boolean isDrained() {
        return found.isEmpty();
    }

    private void add(DeliveryStatus status) {
        for (RecipientStatus recipient : status.recipients()) {
            status.reply(recipient).filter(BounceSightings::isNegative).ifPresent(reply -> {
                String host = reply.remote().name();
                found.add(new Sighting(
                        reply, hosts.serviceOf(host), recipient.lastAttempt().or(status::arrivalDate), messages));
            });
        }
    }

    private static boolean isNegative(Reply reply) {
        return !(reply instanceof SmtpReply answer) || answer.code() >= 400;
    }
}
