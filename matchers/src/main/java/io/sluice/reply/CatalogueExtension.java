package io.sluice.reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a file over a catalogue: its new rules come first, its replacements stand where the replaced rules stood. */
final class CatalogueExtension {
    private final RuleCatalogue base;
    private final RuleFile file;
    private final Set<String> baseIds;
    private final Set<String> disabled;

    CatalogueExtension(RuleCatalogue base, RuleFile file) {
        this.base = base;
        this.file = file;
        this.baseIds = base.rules().stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
        this.disabled = file.disabled().stream().map(RuleFile.Disabled::ruleId).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws RuleFileException if the file has a fault, alone or together with the catalogue */
    RuleCatalogue catalogue() {
        file.disabled().forEach(this::check);
        List<String> marks = marks();
        Map<DeferralClass, RetryBounds> bounds = new EnumMap<>(base.retryBounds());
        bounds.putAll(file.retryBounds());
        List<Rule> rules = rules(bounds);
        RuleCatalogue unnamed = new RuleCatalogue(rules, bounds, new Attribution(marks), RuleChanges.NONE);
        new CatalogueCheck(unnamed).check(file.rules());
        return unnamed.changedBy(new RuleChanges(
                ids(file.rules().stream().filter(rule -> !baseIds.contains(rule.id()))),
                ids(rules.stream()
                        .filter(rule ->
                                baseIds.contains(rule.id()) && file.rules().contains(rule))),
                file.disabled().stream().map(RuleFile.Disabled::ruleId).toList(),
                List.copyOf(file.retryBounds().keySet()),
                marks.size() - base.attribution().marks().size(),
                takenOver(unnamed)));
    }

    private void check(RuleFile.Disabled wish) {
        String id = wish.ruleId();
        if (!baseIds.contains(id)) {
            throw wish.element().badValue("rule", id, "the id of a rule that Sluice comes with");
        }
        if (file.rule(id).isPresent()) {
            throw wish.element().fault("is of no use: this file replaces the rule " + id);
        }
    }

    private List<String> marks() {
        Set<String> known = new HashSet<>(base.attribution().marks());
        List<String> marks = new ArrayList<>(base.attribution().marks());
        file.marks().stream().filter(known::add).forEach(marks::add);
        return marks;
    }

    private List<Rule> rules(Map<DeferralClass, RetryBounds> bounds) {
        Stream<Rule> added = file.rules().stream().filter(rule -> !baseIds.contains(rule.id()));
        Stream<Rule> others = base.rules().stream()
                .filter(rule -> !disabled.contains(rule.id()))
                .map(rule -> file.rule(rule.id()).orElseGet(() -> within(bounds, rule)));
        return Stream.concat(added, others).toList();
    }

    /** A shorter longest wait of a class is the user's word: it also shortens what the rules below ask for. */
    private static Rule within(Map<DeferralClass, RetryBounds> bounds, Rule rule) {
        Duration cap = bounds.get(rule.verdict().deferralClass()).cap();
        return rule.verdict().earliestRetry().compareTo(cap) > 0 ? rule.withEarliestRetry(cap) : rule;
    }

    private List<String> takenOver(RuleCatalogue extended) {
        return ids(base.rules().stream()
                .filter(rule -> !disabled.contains(rule.id()))
                .filter(rule -> rule.examples().stream()
                        .anyMatch(example -> extended.firstMatch(example.reply(), example.service())
                                .filter(winner -> winner.id().equals(rule.id()))
                                .isEmpty())));
    }

    private static List<String> ids(Stream<Rule> rules) {
        return rules.map(Rule::id).toList();
    }
}
