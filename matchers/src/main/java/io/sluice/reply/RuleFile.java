package io.sluice.reply;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file of rules says, each part read on its own; whether the parts fit together is checked by whoever makes a
 * catalogue of them.
 *
 * @param root the root element, for faults of the file as a whole
 * @param retryBounds bounds of the classes that the file names
 * @param marks marks of attribution, as rules compare them
 * @param rules the rules in the order of the file, with different ids
 * @param disabled rules of another file that are to be left out
 */
record RuleFile(
        RuleElement root,
        Map<DeferralClass, RetryBounds> retryBounds,
        List<String> marks,
        List<Rule> rules,
        List<Disabled> disabled) {
    /** The id of a rule that is to be left out, and the element that says so. */
    record Disabled(String ruleId, RuleElement element) {}

    RuleFile {
        retryBounds = retryBounds.isEmpty() ? Map.of() : new EnumMap<>(retryBounds);
        marks = List.copyOf(marks);
        rules = List.copyOf(rules);
        disabled = List.copyOf(disabled);
    }

    Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
