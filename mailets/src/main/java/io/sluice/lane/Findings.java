package io.sluice.lane;

import io.sluice.reply.DeferralClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came out of an attempt, as a lane sees it.
 *
 * @param accepted how many recipients the receiver took
 * @param refusals the others
 * @param takenAtOnce how many recipients it took in a transaction that it called too full, which was then split; empty
 *     when it said no such thing
 */
public record Findings(int accepted, List<Finding> refusals, OptionalInt takenAtOnce) {
    public Findings {
        refusals = List.copyOf(refusals);
    }

    /** No transaction was too full. */
    public Findings(int accepted, List<Finding> refusals) {
        this(accepted, refusals, OptionalInt.empty());
    }

    /** Everything was accepted. */
    public static Findings accepted(int recipients) {
        return new Findings(recipients, List.of());
    }

    /** The finding of that kind that asks for the longest wait. */
    Optional<Finding> worst(Evidence evidence) {
        return refusals.stream()
                .filter(finding -> finding.evidence() == evidence)
                .max(Comparator.comparing(finding -> finding.verdict().earliestRetry()));
    }

    /** The strongest evidence about the lane as a whole. */
    Optional<Finding> aboutLane() {
        return refusals.stream()
                .filter(finding -> finding.evidence().concernsLane())
                .max(Comparator.comparing(Finding::evidence)
                        .thenComparing(finding -> finding.verdict().earliestRetry()));
    }

    /** Neither the DNS nor a connection that failed says anything about what the receiver thinks of us. */
    boolean reachedNobody() {
        return accepted == 0
                && refusals.stream()
                        .map(finding -> finding.verdict().deferralClass())
                        .allMatch(type -> type == DeferralClass.DNS || type == DeferralClass.NETWORK);
    }
}
