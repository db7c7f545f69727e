package io.sluice.posture;

import io.sluice.posture.dns.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was found.
 *
 * @param time when that was
 * @param findings in the order of {@link FindingId}; what the question gave nothing for is left out
 * @param recording what the DNS said, of which the same findings can be made again
 */
public record Posture(PostureQuestion question, Instant time, List<Finding> findings, Recording recording) {
    public Posture {
        findings = findings.stream().sorted(Comparator.comparing(Finding::id)).toList();
    }

    /** The worst of all. */
    public FindingStatus status() {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(FindingStatus.PASS);
    }

    /** The worst of one kind; empty when that was not looked at. */
    public Optional<FindingStatus> status(FindingId id) {
        return of(id).stream().map(Finding::status).max(Comparator.naturalOrder());
    }

    /** All of one kind. */
    public List<Finding> of(FindingId id) {
        return findings.stream().filter(finding -> finding.id() == id).toList();
    }

    /** With one more. */
    public Posture with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new Posture(question, time, more, recording);
    }
}
