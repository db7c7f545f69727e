package io.sluice.cli;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings for people: what is wrong first. Some of it comes from the DNS and from other servers. */
final class FindingText {
    private static final int MOST_QUESTIONS = 8;
    private static final String INDENT = "         ";

    private FindingText() {}

    static String time(Instant time) {
        return time.toString().substring(0, 19).replace('T', ' ') + " UTC";
    }

    /** How many there are of each status, and then each of them. */
    static List<String> lines(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(count(findings, FindingStatus.FAIL) + " fail, " + count(findings, FindingStatus.UNKNOWN)
                + " unknown, " + count(findings, FindingStatus.WARN) + " to improve, "
                + count(findings, FindingStatus.PASS) + " pass");
        findings.stream()
                .sorted(Comparator.comparing(Finding::status).reversed())
                .forEach(finding -> add(lines, finding));
        return lines;
    }

    private static long count(List<Finding> findings, FindingStatus status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }

    private static void add(List<String> lines, Finding finding) {
        lines.add("");
        lines.add("%-8s %s  %s".formatted(finding.status(), finding.id().code(), finding.subject()));
        lines.add(INDENT + finding.what());
        List<String> questions = finding.lookedUp();
        if (!questions.isEmpty()) {
            int most = Math.min(MOST_QUESTIONS, questions.size());
            lines.add(INDENT + "Looked up: " + String.join(", ", questions.subList(0, most))
                    + (questions.size() > most ? " and " + (questions.size() - most) + " more" : ""));
        }
        finding.change().ifPresent(change -> lines.add(INDENT + "Change: " + change));
        finding.publish().ifPresent(record -> lines.add(INDENT + "Publish: " + record));
    }
}
