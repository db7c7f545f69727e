package io.sluice.server;

import com.google.common.base.Throwables;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in a few lines why the server did not start: the reason itself last, where a terminal shows it. */
final class StartFailure {
    private static final int LONGEST_LINE = 1_000;

    private StartFailure() {}

    static String describe(Throwable failure) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Throwable cause : Throwables.getCausalChain(failure)) {
            reasons.add(reason(cause));
        }
        return reasons.stream()
                .map(reason -> "  " + reason)
                .collect(Collectors.joining("\n", "Sluice did not start:\n", ""));
    }

    private static String reason(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        return Optional.ofNullable(cause.getMessage())
                .flatMap(message ->
                        message.lines().filter(line -> !line.isBlank()).findFirst())
                .map(line -> kind + ": " + line.strip())
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                .orElse(kind);
    }
}
