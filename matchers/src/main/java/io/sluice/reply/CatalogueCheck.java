package io.sluice.reply;

import java.time.Duration;
import java.util.Optional;

/** Runs the examples of a catalogue, and finds rules that can never speak. */
final class CatalogueCheck {
    private final String file;
    private final RuleCatalogue catalogue;

    CatalogueCheck(String file, RuleCatalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
    }

    /** @throws RuleFileException at the first fault */
    void run() {
        for (Rule rule : catalogue.rules()) {
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
                        ? "its example is caught by the earlier rule "
                                + winner.get().id() + " of line " + winner.get().line()
                        : "its example does not match it: " + example.reply().text());
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

    private RuleFileException fault(int line, Rule rule, String what) {
        return new RuleFileException(file, line, rule.id(), what);
    }
}
