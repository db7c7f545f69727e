package io.sluice.webadmin;

import io.sluice.outbox.Deferral;
import io.sluice.outbox.EntryStatus;
import java.util.ArrayList;
import java.util.List;

/** Says in sentences why an entry waits, and what would free it. */
final class PlainWords {
    private PlainWords() {}

    static String why(EntryStatus status, List<Explanation.Obstacle> waitsFor) {
        StringBuilder text = new StringBuilder();
        switch (status.place()) {
            case IN_FLIGHT -> text.append("It is being sent, or is next.");
            case SET_ASIDE -> text.append("It cannot be read and does not leave any more; the log says why.");
            default -> {
                if (waitsFor.isEmpty()) {
                    text.append("Nothing holds it: it leaves when its turn comes.");
                }
                waitsFor.forEach(
                        obstacle -> text.append(text.isEmpty() ? "" : " ").append(sentence(obstacle)));
            }
        }
        return text.append(" It is given up at ")
                .append(status.entry().expires())
                .append('.')
                .toString();
    }

    private static String sentence(Explanation.Obstacle obstacle) {
        String until = obstacle.until().map(time -> " until " + time).orElse("");
        String because = obstacle.cause().map(cause -> ", because of " + cause).orElse("");
        return switch (obstacle.kind()) {
            case Obstacles.DUE -> "It waits for its next attempt" + until + because + ".";
            case Obstacles.HOLD -> "It is held for the reason " + obstacle.name()
                    + (until.isEmpty() ? " until somebody releases it" : until) + ".";
            case Obstacles.SUSPENSION -> "Its lane " + obstacle.name() + " is suspended by an operator"
                    + (until.isEmpty() ? " until somebody resumes it" : until) + because + ".";
            case Obstacles.LANE -> "Its lane " + obstacle.name()
                    + (until.isEmpty() ? " is being tested with a single mail" : " is closed" + until) + because + ".";
            case Obstacles.WARM_UP -> "Its lane " + obstacle.name() + " warms up, and has sent what this day allows"
                    + until + ".";
            default -> "The gate of " + obstacle.kind() + " " + obstacle.name() + " inside its lane"
                    + (until.isEmpty() ? " is being tested with a single mail" : " is closed" + until) + because + ".";
        };
    }

    static List<String> freedBy(EntryStatus status, List<Explanation.Obstacle> waitsFor) {
        List<String> ways = new ArrayList<>();
        waitsFor.forEach(obstacle -> ways.add(way(status, obstacle)));
        status.entry()
                .lastDeferral()
                .map(Deferral::advice)
                .filter(advice -> !advice.isEmpty() && !waitsFor.isEmpty())
                .ifPresent(ways::add);
        return List.copyOf(ways);
    }

    private static String way(EntryStatus status, Explanation.Obstacle obstacle) {
        return switch (obstacle.kind()) {
            case Obstacles.DUE -> "Time: it is tried again by itself.";
            case Obstacles.HOLD -> "A release: POST /microsoft/held/"
                    + status.entry().id() + "?action=release";
            case Obstacles.SUSPENSION -> "An operator who resumes the lane: POST /microsoft/lanes/" + obstacle.name()
                    + "?action=resume";
            case Obstacles.LANE -> "A single mail that the receiver takes when the time has come; or, without a test,"
                    + " POST /microsoft/lanes/" + obstacle.name() + "?action=resume";
            case Obstacles.WARM_UP -> "The next day, in UTC; or another warm-up plan.";
            case Obstacles.DAMAGE -> "A backup of the outbox.";
            default -> "A single mail of that " + obstacle.kind() + " that the receiver takes when the time has come.";
        };
    }
}
