package io.sluice.lane;

import io.sluice.reply.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a lane made of an attempt.
 *
 * @param lane when the lane takes mail again, where the attempt closed it
 * @param tenant when the tenant's gate takes mail again, where the attempt closed it
 * @param serviceFault until when other lanes of the service should wait, too
 * @param cause why, for these
 * @param events what changed
 */
public record Reaction(
        Optional<Instant> lane,
        Optional<Instant> tenant,
        Optional<Instant> serviceFault,
        String cause,
        List<LaneEvent> events) {
    public Reaction {
        events = List.copyOf(events);
    }

    /** When the scope of that verdict takes mail again, where the attempt closed it. */
    public Optional<Instant> until(Verdict verdict) {
        Evidence evidence = Evidence.of(verdict);
        if (evidence.concernsLane()) {
            return lane;
        }
        return evidence == Evidence.TENANT || evidence == Evidence.HOST ? tenant : Optional.empty();
    }
}
