package io.sluice.cli;

import java.time.Duration;

/** Waiting times as the configuration takes them: a whole number and the largest unit that has no rest. */
final class WaitText {
    private WaitText() {}

    /** For example {@code 90m}, {@code 4h}, {@code 30s} or {@code 0s}. */
    static String of(Duration wait) {
        long seconds = wait.toSeconds();
        if (wait.toMillisPart() != 0) {
            return wait.toMillis() + "ms";
        }
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes % 60 != 0) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        return hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
    }
}
