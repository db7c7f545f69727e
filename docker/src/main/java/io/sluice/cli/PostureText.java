package io.sluice.cli;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureQuestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A posture for people: what is wrong first. Some of it comes from the DNS. */
final class PostureText {
    private static final int MOST_QUESTIONS = 8;
    private static final String INDENT = "         ";

    private PostureText() {}

    static List<String> lines(Posture posture) {
        List<String> lines = new ArrayList<>();
        PostureQuestion question = posture.question();
        lines.add(question.domain()
                + question.ip().map(ip -> " from " + ip.getHostAddress()).orElse("")
                + question.helo().map(helo -> " as " + helo).orElse("")
                + ", " + posture.time().toString().substring(0, 19).replace('T', ' ') + " UTC");
        lines.add(count(posture, FindingStatus.FAIL) + " fail, " + count(posture, FindingStatus.UNKNOWN)
                + " unknown, " + count(posture, FindingStatus.WARN) + " to improve, "
                + count(posture, FindingStatus.PASS) + " pass");
        posture.findings().stream()
                .sorted(Comparator.comparing(Finding::status).reversed())
                .forEach(finding -> add(lines, finding));
        String missing = missing(question);
        if (!missing.isEmpty()) {
            lines.add("");
            lines.add("Not looked at: " + missing);
        }
        return lines;
    }

    private static long count(Posture posture, FindingStatus status) {
        return posture.findings().stream()
                .filter(finding -> finding.status() == status)
                .count();
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

    private static String missing(PostureQuestion question) {
        List<String> missing = new ArrayList<>();
        if (question.ip().isEmpty()) {
            missing.add("the address (--ip)");
        }
        if (question.helo().isEmpty()) {
            missing.add("the EHLO name (--helo)");
        }
        if (question.selectors().isEmpty()) {
            missing.add("DKIM keys (--selector)");
        }
        return String.join(", ", missing);
    }
}
