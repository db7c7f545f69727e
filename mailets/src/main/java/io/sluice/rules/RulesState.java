package io.sluice.rules;

import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleFileException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules in use at one moment.
 *
 * @param file where the user's rules are
 * @param present whether the rules in use are those of the file; else they are the built-in ones only
 * @param catalogue the rules in use
 * @param loaded since when they are in use
 * @param fault why the file as it is now is not in use
 */
public record RulesState(Path file, boolean present, RuleCatalogue catalogue, Instant loaded, Optional<Fault> fault) {
    /**
     * Why a file cannot be used.
     *
     * @param since when that was found first
     * @param message one printable line that names the file, and line and rule where there are any
     * @param line the line, counted from 1
     * @param rule the id of the rule
     */
    public record Fault(Instant since, String message, OptionalInt line, Optional<String> rule) {
        static Fault of(Exception cause, Path file, Instant now) {
            if (cause instanceof RuleFileException fault) {
                return new Fault(
                        now,
                        fault.getMessage(),
                        OptionalInt.of(fault.line()),
                        Optional.of(fault.ruleId()).filter(id -> !id.isEmpty()));
            }
            String reason = cause instanceof AccessDeniedException
                    ? "access is denied"
                    : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            return new Fault(now, file + " cannot be read: " + reason, OptionalInt.empty(), Optional.empty());
        }
    }

    RulesState withFault(Fault found) {
        return new RulesState(file, present, catalogue, loaded, Optional.of(found));
    }
}
