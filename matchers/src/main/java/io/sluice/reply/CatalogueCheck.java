package io.sluice.reply;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Runs the examples of rules of a catalogue, and finds those that can never speak. */
final class CatalogueCheck {
    private final RuleCatalogue catalogue;

    CatalogueCheck(RuleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Checks some rules of the catalogue.
     *
     * @throws RuleFileException at the first fault
     */
    void check(Collection<Rule> rules) {
        for (Rule rule : rules) {
            checkEarliest(rule);
            rule.examples().forEach(example -> checkExample(rule, example));
            checkConditions(rule);
        }
    }

    private void checkEarliest(Rule rule) {
        Duration cap =
                catalogue.retryBounds().get(rule.verdict().deferralClass()).cap();
        if (rule.verdict().earliestRetry().compareTo(cap) > 0) {
            throw fault(
                    rule.line(),
                    rule,
                    "the earliest retry is later than the cap of the class "
                            + rule.verdict().deferralClass().token());
        }
    }

    private void checkExample(Rule rule, Rule.Example example) {
        Optional<Rule> winner = catalogue.firstMatch(example.reply(), example.service());
        if (winner.isPresent() && winner.get() == rule) {
            return;
        }
        boolean earlier = winner.isPresent()
                && catalogue.rules().indexOf(winner.get()) < catalogue.rules().indexOf(rule);
        throw fault(
                example.line(),
                rule,
                earlier
                        ? "its example is caught by the earlier rule " + place(winner.get(), rule)
                        : "its example does not match it: " + example.reply().text());
    }

    private static String place(Rule winner, Rule rule) {
        String line = winner.id() + " of line " + winner.line();
        return winner.file().equals(rule.file()) ? line : line + " of " + winner.file();
    }

    /** Each alternative needs an example, so that none is dead. */
    private void checkConditions(Rule rule) {
        for (Condition condition : rule.conditions()) {
            boolean shown = rule.examples().stream()
                    .anyMatch(example -> condition.fits(catalogue.facts(example.reply(), example.service())));
            if (!shown) {
                int number = rule.conditions().indexOf(condition) + 1;
                throw fault(rule.line(), rule, "no example matches its <match> number " + number);
            }
        }
    }

    private static RuleFileException fault(int line, Rule rule, String what) {
        return new RuleFileException(rule.file(), line, rule.id(), what);
    }
}
