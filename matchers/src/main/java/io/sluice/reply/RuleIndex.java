package io.sluice.reply;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the first rule that matches without trying them all.
 *
 * <p>For each pair of reply code and subject of the enhanced code there is the list of the conditions that could fit
 * it, in the order of the catalogue. Equal lists are shared, so that the table stays small. A look-up is one access to
 * the table, and then the few conditions of that list, of which those about another detail cost two comparisons of
 * numbers.
 */
final class RuleIndex {
    private static final int FIRST_CODE = 400;
    private static final int CODES = 200;
    /** Slot 0: no enhanced code. Slots 1 to 8: subjects 0 to 7 (RFC 3463 section 3). Slot 9: any other subject. */
    private static final int SLOTS = 10;

    private static final int OTHER_SUBJECT = SLOTS - 1;
    private static final int LAST_SUBJECT = 999;

    /** Compared by identity, which is cheap and is what sharing equal lists needs. */
    private static final class Candidate {
        private final Condition condition;
        private final Rule rule;

        Candidate(Condition condition, Rule rule) {
            this.condition = condition;
            this.rule = rule;
        }
    }

    private final List<List<Candidate>> byCodeAndSubject;
    private final Map<NoReply.Kind, List<Candidate>> byKind = new EnumMap<>(NoReply.Kind.class);

    RuleIndex(List<Rule> rules) {
        List<Candidate> all = rules.stream()
                .flatMap(rule -> rule.conditions().stream().map(condition -> new Candidate(condition, rule)))
                .toList();
        Map<List<Candidate>, List<Candidate>> shared = new HashMap<>();
        List<List<Candidate>> table = new ArrayList<>(CODES * SLOTS);
        for (int code = FIRST_CODE; code < FIRST_CODE + CODES; code++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                table.add(shared.computeIfAbsent(select(all, couldFit(code, slot)), same -> same));
            }
        }
        this.byCodeAndSubject = List.copyOf(table);
        for (NoReply.Kind kind : NoReply.Kind.values()) {
            byKind.put(
                    kind, select(all, candidate -> candidate.condition.kinds().contains(kind)));
        }
    }

    /** The first rule, in the order of the catalogue, that fits. */
    Optional<Rule> first(ReplyFacts facts) {
        for (Candidate candidate : candidates(facts.reply())) {
            if (candidate.condition.fits(facts)) {
                return Optional.of(candidate.rule);
            }
        }
        return Optional.empty();
    }

    private List<Candidate> candidates(Reply reply) {
        if (reply instanceof NoReply missing) {
            return byKind.get(missing.kind());
        }
        SmtpReply answer = (SmtpReply) reply;
        if (answer.code() < FIRST_CODE) {
            return List.of();
        }
        int slot = answer.enhancedCode().map(code -> slot(code.subject())).orElse(0);
        return byCodeAndSubject.get((answer.code() - FIRST_CODE) * SLOTS + slot);
    }

    private static int slot(int subject) {
        return Math.min(subject + 1, OTHER_SUBJECT);
    }

    private static Predicate<Candidate> couldFit(int code, int slot) {
        if (slot == 0) {
            return candidate -> candidate.condition.couldFit(code);
        }
        int last = slot == OTHER_SUBJECT ? LAST_SUBJECT : slot - 1;
        return candidate -> candidate.condition.couldFit(code, slot - 1, last);
    }

    private static List<Candidate> select(List<Candidate> all, Predicate<Candidate> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
