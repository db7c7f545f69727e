package io.sluice.history;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Adds what happened on different lanes in the same time: what they allow and hold is added, too. */
final class AllLanes {
    private AllLanes() {}

    static Tally add(Tally one, Tally other) {
        Tally sum = one.then(other);
        if (one.levels().isEmpty() || other.levels().isEmpty()) {
            return sum;
        }
        return new Tally(
                sum.attempts(),
                sum.accepted(),
                sum.deferred(),
                sum.failed(),
                sum.expired(),
                sum.regions(),
                sum.toAccept(),
                sum.looks(),
                sum.closedLooks(),
                Optional.of(add(one.levels().get(), other.levels().get())));
    }

    private static Levels add(Levels one, Levels other) {
        return new Levels(
                one.at().isAfter(other.at()) ? one.at() : other.at(),
                one.condition().compareTo(other.condition()) >= 0 ? one.condition() : other.condition(),
                one.ratePerSecond() + other.ratePerSecond(),
                one.connections() + other.connections(),
                one.ready() + other.ready(),
                one.waiting() + other.waiting(),
                one.held() + other.held(),
                one.inFlight() + other.inFlight(),
                Stream.concat(one.oldestDue().stream(), other.oldestDue().stream())
                        .min(Instant::compareTo));
    }
}
