package io.sluice.reply;

import java.util.List;

/**
 * What a file changed in the catalogue that it extends, by ids of rules.
 *
 * @param added new rules, in the order in which they are tried
 * @param replaced rules that the file has under the same id, in the order in which they are tried
 * @param disabled rules that are left out, in the order of the file
 * @param retries classes with other bounds of their waiting time
 * @param marks how many marks of attribution are new
 * @param takenOver rules of the catalogue, not disabled, with an example that another rule reads now, in the order in
 *     which they are tried; of a replaced rule, the examples that it had
 */
public record RuleChanges(
        List<String> added,
        List<String> replaced,
        List<String> disabled,
        List<DeferralClass> retries,
        int marks,
        List<String> takenOver) {
    /** Nothing is changed. */
    public static final RuleChanges NONE = new RuleChanges(List.of(), List.of(), List.of(), List.of(), 0, List.of());

    public RuleChanges {
        added = List.copyOf(added);
        replaced = List.copyOf(replaced);
        disabled = List.copyOf(disabled);
        retries = List.copyOf(retries);
        takenOver = List.copyOf(takenOver);
    }
}
