package io.sluice.lane;

import io.sluice.reply.FrontEnd;
import io.sluice.reply.Scope;
import io.sluice.reply.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * An incident of the service that a lane leads to. While it lasts, refusals that belong to it are read otherwise: they
 * lower nothing that was learned.
 *
 * @param region the part of the service that is concerned; empty for all of it
 * @param throttles whether refusals that blame our address belong to it
 */
public record LaneIncident(Optional<String> region, boolean throttles) {
    private static final Set<Evidence> THROTTLES =
            EnumSet.of(Evidence.RATE, Evidence.REPUTATION, Evidence.CONNECTIONS, Evidence.CONNECTION);

    /** What the findings mean while it lasts. */
    Findings read(Findings findings) {
        return findings.refusals().isEmpty()
                ? findings
                : new Findings(
                        findings.accepted(),
                        findings.refusals().stream().map(this::read).toList(),
                        findings.takenAtOnce());
    }

    private Finding read(Finding finding) {
        Evidence evidence = finding.evidence();
        if (throttles && THROTTLES.contains(evidence)) {
            return about(finding, Scope.SERVICE);
        }
        // One region's fault closes the way to those customers, and not the lane.
        return evidence == Evidence.SERVICE && isOfRegion(finding.verdict()) ? about(finding, Scope.TENANT) : finding;
    }

    private boolean isOfRegion(Verdict verdict) {
        return region.isPresent()
                && verdict.parts().frontEnd().flatMap(FrontEnd::region).equals(region);
    }

    private static Finding about(Finding finding, Scope scope) {
        Verdict verdict = finding.verdict();
        return new Finding(
                finding.recipient(),
                new Verdict(
                        verdict.deferralClass(),
                        scope,
                        verdict.remedy(),
                        verdict.earliestRetry(),
                        verdict.giveUpAfter(),
                        verdict.advice(),
                        verdict.ruleId(),
                        verdict.known(),
                        verdict.parts()),
                finding.reply());
    }
}
