package io.sluice.lane;

import io.sluice.reply.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which limits a lane has: its own, else those of its service, else the published defaults. Immutable.
 *
 * @param law the constants of the control
 * @param limits by the token of a service, {@code other}, or the name of a lane
 */
public record LanePolicy(ControlLaw law, Map<String, LaneLimits> limits) {
    /** Lanes that lead to no service of Microsoft. */
    public static final String OTHER = "other";

    private static final double PER_MINUTE = 1.0 / 60;
    private static final CountBounds CONNECTIONS = new CountBounds(5, 1, 20);
    private static final RateBounds TENANT = new RateBounds(0.2, PER_MINUTE, 100);
    private static final int MESSAGES = 50;
    private static final int RECIPIENTS = 50;

    /**
     * The published defaults. Consumer and business begin carefully and may learn up to what large senders are allowed;
     * submission has the limits that Microsoft documents (30 messages a minute, 3 connections); whoever else is not held
     * back until it objects.
     */
    public static final LanePolicy DEFAULT = new LanePolicy(
            ControlLaw.DEFAULT,
            Map.of(
                    Service.CONSUMER.token(),
                    limits(new RateBounds(1, PER_MINUTE, 100), CONNECTIONS, new RateBounds(2, PER_MINUTE, 20)),
                    Service.BUSINESS.token(),
                    limits(new RateBounds(2, PER_MINUTE, 200), CONNECTIONS, new RateBounds(5, PER_MINUTE, 100)),
                    Service.SUBMISSION.token(),
                    limits(
                            new RateBounds(0.5, PER_MINUTE, 0.5),
                            new CountBounds(2, 1, 3),
                            new RateBounds(1, PER_MINUTE, 1)),
                    OTHER,
                    limits(new RateBounds(1000, PER_MINUTE, 1000), CONNECTIONS, new RateBounds(100, PER_MINUTE, 100))));

    public LanePolicy {
        limits = Map.copyOf(limits);
    }

    private static LaneLimits limits(RateBounds rate, CountBounds connections, RateBounds connectionRate) {
        return new LaneLimits(
                rate,
                connections,
                connectionRate,
                CountBounds.upTo(MESSAGES),
                CountBounds.upTo(RECIPIENTS),
                TENANT,
                Optional.empty());
    }

    /** The kinds of lanes that have limits of their own, for configuration. */
    public static List<String> kinds() {
        return List.of(Service.CONSUMER.token(), Service.BUSINESS.token(), Service.SUBMISSION.token(), OTHER);
    }

    /** The limits of a lane. */
    public LaneLimits limitsOf(LaneId id) {
        LaneLimits own = limits.get(id.toString());
        return own != null ? own : limitsOf(id.service().map(Service::token).orElse(OTHER));
    }

    /** The limits of a kind of lanes. */
    public LaneLimits limitsOf(String kind) {
        LaneLimits configured = limits.get(kind);
        return configured != null ? configured : DEFAULT.limits().get(kind);
    }
}
