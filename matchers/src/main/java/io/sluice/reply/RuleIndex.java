package io.sluice.reply;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the first rule that matches without trying them all.
 *
 * <p>For each pair of reply code and subject of the enhanced code there is the list of the conditions that could fit
 * it, in the order of the catalogue. Codes with the same conditions share their lists. A look-up is one access to
 * the table, and then the few conditions of that list, of which those with words that do not occur cost a look at a bit,
 * and those about another detail two comparisons of numbers.
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
        /** The numbers of the words, of each group one of which must occur. */
        private final int[][] groups;

        Candidate(Condition condition, Rule rule, Literals literals) {
            this.condition = condition;
            this.rule = rule;
            List<String> tokens = condition.tokens().stream().map(Token::text).toList();
            this.groups = Stream.concat(
                            condition.words().stream(), Stream.of(tokens).filter(group -> !group.isEmpty()))
                    .map(literals::numbers)
                    .toArray(int[][]::new);
        }

        /** Cheap: nearly all candidates lack a word. */
        boolean couldFit(Literals.Found found) {
            for (int[] group : groups) {
                if (!found.hasOne(group)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<List<List<Candidate>>> byCodeAndSubject;
    private final Map<NoReply.Kind, List<Candidate>> byKind = new EnumMap<>(NoReply.Kind.class);

    RuleIndex(List<Rule> rules, Literals literals) {
        List<Candidate> all = rules.stream()
                .flatMap(rule -> rule.conditions().stream().map(condition -> new Candidate(condition, rule, literals)))
                .toList();
        Map<List<Candidate>, List<List<Candidate>>> shared = new HashMap<>();
        List<List<List<Candidate>>> table = new ArrayList<>(CODES);
        for (int code = FIRST_CODE; code < FIRST_CODE + CODES; code++) {
            int wanted = code;
            List<Candidate> ofCode = select(all, candidate -> candidate.condition.couldFit(wanted));
            table.add(shared.computeIfAbsent(ofCode, RuleIndex::bySubject));
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
            if (candidate.couldFit(facts.found()) && candidate.condition.fits(facts)) {
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
        return byCodeAndSubject.get(answer.code() - FIRST_CODE).get(slot);
    }

    private static int slot(int subject) {
        return Math.min(subject + 1, OTHER_SUBJECT);
    }

    private static List<List<Candidate>> bySubject(List<Candidate> ofCode) {
        List<List<Candidate>> slots = new ArrayList<>(SLOTS);
        slots.add(select(ofCode, candidate -> candidate.condition.enhanced().isEmpty()));
        for (int slot = 1; slot < SLOTS; slot++) {
            int first = slot - 1;
            int last = slot == OTHER_SUBJECT ? LAST_SUBJECT : first;
            slots.add(select(ofCode, candidate -> candidate.condition.couldFitSubjects(first, last)));
        }
        return List.copyOf(slots);
    }

    private static List<Candidate> select(List<Candidate> all, Predicate<Candidate> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
