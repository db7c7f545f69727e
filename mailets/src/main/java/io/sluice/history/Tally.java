package io.sluice.history;

import io.sluice.reply.DeferralClass;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in a time. Recipients are counted, attempts are attempts. Immutable.
 *
 * @param attempts attempts that were made
 * @param accepted recipients that the receiver took
 * @param deferred refusals after which the mail waits, by class
 * @param failed refusals after which it does not, by class
 * @param expired recipients whose time was over
 * @param regions refusals of both kinds, by the region of Microsoft's service that answered, as far as it said so
 * @param toAccept from the handing-in of a mail to its acceptance, one for each accepted recipient
 * @param looks how often somebody looked how the lane stood
 * @param closedLooks how often it was suspended or blocked then
 * @param levels how it stood at the end; empty when nobody looked
 */
public record Tally(
        long attempts,
        long accepted,
        Map<DeferralClass, Long> deferred,
        Map<DeferralClass, Long> failed,
        long expired,
        Map<String, Long> regions,
        Waits toAccept,
        long looks,
        long closedLooks,
        Optional<Levels> levels) {
    /** Nothing happened. */
    public static final Tally NONE =
            new Tally(0, 0, Map.of(), Map.of(), 0, Map.of(), Waits.NONE, 0, 0, Optional.empty());

    public Tally {
        deferred = Map.copyOf(deferred);
        failed = Map.copyOf(failed);
        regions = Map.copyOf(regions);
    }

    /** All refusals after which the mail waits. */
    public long allDeferred() {
        return Sums.of(deferred);
    }

    /** All refusals after which it does not. */
    public long allFailed() {
        return Sums.of(failed);
    }

    /** What two servers counted in the same time. */
    Tally together(Tally other) {
        Optional<Levels> both = levels.isPresent() && other.levels.isPresent()
                ? Optional.of(levels.get().mergedWith(other.levels.get()))
                : levels.or(other::levels);
        return sum(other, both);
    }

    /** This, and what came after it. */
    public Tally then(Tally later) {
        return sum(later, later.levels.or(() -> levels));
    }

    private Tally sum(Tally other, Optional<Levels> end) {
        return new Tally(
                attempts + other.attempts,
                accepted + other.accepted,
                Sums.of(deferred, other.deferred),
                Sums.of(failed, other.failed),
                expired + other.expired,
                Sums.of(regions, other.regions),
                toAccept.plus(other.toAccept),
                looks + other.looks,
                closedLooks + other.closedLooks,
                end);
    }
}
