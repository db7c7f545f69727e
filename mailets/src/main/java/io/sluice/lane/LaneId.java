package io.sluice.lane;

import io.sluice.reply.Service;
import java.util.Locale;
import java.util.Optional;

/**
 * The path that mail takes: from a source to a service. Written {@code source/destination}, for example
 * {@code 192.0.2.7/consumer}, {@code default/business} or {@code smtp.office365.com/submission}.
 *
 * @param source the local IP, {@code default} where the system chooses it, or the gateway
 * @param destination the token of the service, or the recipients' domain where the receiver is not Microsoft
 */
public record LaneId(String source, String destination) {
    /** Source of a lane whose local address the system chooses. */
    public static final String DEFAULT_SOURCE = "default";

    /** Destination of mail whose receiver is not known yet, because the DNS does not answer. */
    public static final String UNRESOLVED = "unresolved";

    public LaneId {
        if (source.isEmpty() || destination.isEmpty()) {
            throw new IllegalArgumentException("A lane has a source and a destination");
        }
    }

    /** The lane to a Microsoft service. */
    public static LaneId of(String source, Service service) {
        return new LaneId(source, service.token());
    }

    /** Reads {@link #toString()} back. */
    public static LaneId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("Not a lane, source/destination: " + text);
        }
        return new LaneId(text.substring(0, slash), text.substring(slash + 1).toLowerCase(Locale.ROOT));
    }

    /** The Microsoft service at the end of this lane; empty when it leads elsewhere. */
    public Optional<Service> service() {
        for (Service service : Service.values()) {
            if (service.token().equals(destination)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return source + "/" + destination;
    }
}
