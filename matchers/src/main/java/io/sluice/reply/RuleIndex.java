package io.sluice.reply;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the first rule that matches without trying them all, so that more rules hardly cost more.
 *
 * <p>The conditions are numbered in the order of the catalogue, and sets of them are bits. For each pair of reply code
 * and subject of the enhanced code there is the set that could fit it; for each word of the catalogue the set that needs
 * it, or one of its like. Only conditions that are in both are tried.
 */
final class RuleIndex {
    private static final int FIRST_CODE = 400;
    private static final int CODES = 200;
    /** Slot 0: no enhanced code. Slots 1 to 8: subjects 0 to 7 (RFC 3463 section 3). Slot 9: any other subject. */
    private static final int SLOTS = 10;

    private static final int OTHER_SUBJECT = SLOTS - 1;
    private static final int LAST_SUBJECT = 999;

    /** A condition of a rule, with its groups of words prepared. */
    private static final class Candidate {
        private final Condition condition;
        private final Optional<Rule> rule;
        private final Literals.AnyOf[] words;

        private Candidate(Condition condition, Rule rule, Literals literals) {
            this.condition = condition;
            this.rule = Optional.of(rule);
            this.words = condition.words().stream().map(literals::anyOf).toArray(Literals.AnyOf[]::new);
        }

        private boolean fits(ReplyFacts facts) {
            for (Literals.AnyOf group : words) {
                if (!facts.found().hasAny(group)) {
                    return false;
                }
            }
            return condition.fitsApartFromWords(facts);
        }
    }

    private final List<Candidate> candidates;
    private final long[][][] byCodeAndSubject;
    private final Map<NoReply.Kind, long[]> byKind = new EnumMap<>(NoReply.Kind.class);
    /** Conditions that need no word. */
    private final long[] wordless;
    /** For each word, by its number, the conditions that it may satisfy. */
    private final long[][] byWord;

    RuleIndex(List<Rule> rules, Literals literals) {
        this.candidates = rules.stream()
                .flatMap(rule -> rule.conditions().stream().map(condition -> new Candidate(condition, rule, literals)))
                .toList();
        this.wordless = select(condition -> neededWords(condition).isEmpty());
        this.byWord = literals.words().stream()
                .map(word -> select(condition -> neededWords(condition).contains(word)))
                .toArray(long[][]::new);
        Map<List<Boolean>, long[][]> shared = new HashMap<>();
        this.byCodeAndSubject = new long[CODES][][];
        for (int code = 0; code < CODES; code++) {
            int wanted = FIRST_CODE + code;
            List<Boolean> ofCode = candidates.stream()
                    .map(each -> each.condition.couldFit(wanted))
                    .toList();
            byCodeAndSubject[code] = shared.computeIfAbsent(ofCode, key -> bySubject(wanted));
        }
        for (NoReply.Kind kind : NoReply.Kind.values()) {
            byKind.put(kind, select(condition -> condition.kinds().contains(kind)));
        }
    }

    /** The first rule, in the order of the catalogue, that fits. */
    Optional<Rule> first(ReplyFacts facts) {
        long[] ofReply = ofReply(facts.reply());
        long[] ofWords = wordless.clone();
        facts.found().forEach(word -> or(ofWords, byWord[word]));
        for (int block = 0; block < ofReply.length; block++) {
            for (long left = ofReply[block] & ofWords[block]; left != 0; left &= left - 1) {
                Candidate candidate = candidates.get(block * Long.SIZE + Long.numberOfTrailingZeros(left));
                if (candidate.fits(facts)) {
                    return candidate.rule;
                }
            }
        }
        return Optional.empty();
    }

    private long[] ofReply(Reply reply) {
        if (reply instanceof NoReply missing) {
            return byKind.get(missing.kind());
        }
        SmtpReply answer = (SmtpReply) reply;
        if (answer.code() < FIRST_CODE) {
            return new long[0];
        }
        int slot = answer.enhancedCode().map(code -> slot(code.subject())).orElse(0);
        return byCodeAndSubject[answer.code() - FIRST_CODE][slot];
    }

    /** One of these occurs in each reply that fits; empty when a reply may fit without any. */
    private static List<String> neededWords(Condition condition) {
        if (!condition.words().isEmpty()) {
            return condition.words().get(0);
        }
        return condition.tokens().stream().map(Token::text).toList();
    }

    private static int slot(int subject) {
        return Math.min(subject + 1, OTHER_SUBJECT);
    }

    private long[][] bySubject(int code) {
        List<long[]> slots = new ArrayList<>(SLOTS);
        slots.add(select(
                condition -> condition.couldFit(code) && condition.enhanced().isEmpty()));
        for (int slot = 1; slot < SLOTS; slot++) {
            int first = slot - 1;
            int last = slot == OTHER_SUBJECT ? LAST_SUBJECT : first;
            slots.add(select(condition -> condition.couldFit(code) && condition.couldFitSubjects(first, last)));
        }
        return slots.toArray(long[][]::new);
    }

    private long[] select(Predicate<Condition> wanted) {
        long[] bits = new long[1 + candidates.size() / Long.SIZE];
        for (int number = 0; number < candidates.size(); number++) {
            if (wanted.test(candidates.get(number).condition)) {
                bits[number / Long.SIZE] |= 1L << number;
            }
        }
        return bits;
    }

    private static void or(long[] bits, long[] more) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= more[i];
        }
    }
}
