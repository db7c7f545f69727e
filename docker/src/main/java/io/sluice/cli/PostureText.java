package io.sluice.cli;

import io.sluice.posture.Posture;
import io.sluice.posture.PostureQuestion;
import java.util.ArrayList;
import java.util.List;

/** A posture for people. */
final class PostureText {
    private PostureText() {}

    static List<String> lines(Posture posture) {
        List<String> lines = new ArrayList<>();
        PostureQuestion question = posture.question();
        lines.add(question.domain()
                + question.ip().map(ip -> " from " + ip.getHostAddress()).orElse("")
                + question.helo().map(helo -> " as " + helo).orElse("")
                + ", " + FindingText.time(posture.time()));
        lines.addAll(FindingText.lines(posture.findings()));
        String missing = missing(question);
        if (!missing.isEmpty()) {
            lines.add("");
            lines.add("Not looked at: " + missing);
        }
        return lines;
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
