package io.sluice.reply;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the first rule that matches without trying them all, so that more rules hardly cost more.
 *
 * <p>The conditions are numbered in the order of the catalogue, and sets of them are bits. There is the set that could fit
 * a reply code, an enhanced code, a reply of Microsoft's or of another; and for each word of the catalogue the set that
 * needs it, or one of its like. Only conditions that are in all of them are tried.
 */
final class RuleIndex {
    private static final int FIRST_CODE = 400;
    private static final int CODES = 200;

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
    private final long[][] byCode = new long[CODES][];
    private final EnhancedTable byEnhancedCode;
    private final long[] ofMicrosoft;
    private final long[] ofOthers;
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
        for (int code = 0; code < CODES; code++) {
            int wanted = FIRST_CODE + code;
            byCode[code] = select(condition -> condition.couldFit(wanted));
        }
        this.byEnhancedCode = new EnhancedTable(
                candidates.stream().map(each -> each.condition).toList(), this::select);
        this.ofMicrosoft = select(condition -> condition.origin().fits(true));
        this.ofOthers = select(condition -> condition.origin().fits(false));
        for (NoReply.Kind kind : NoReply.Kind.values()) {
            byKind.put(kind, select(condition -> condition.kinds().contains(kind)));
        }
    }

    /** The first rule, in the order of the catalogue, that fits. */
    Optional<Rule> first(ReplyFacts facts) {
        if (facts.reply() instanceof SmtpReply answer) {
            return answer.code() < FIRST_CODE
                    ? Optional.empty()
                    : first(
                            facts,
                            byCode[answer.code() - FIRST_CODE],
                            byEnhancedCode.of(answer.enhancedCode()),
                            facts.microsoft() ? ofMicrosoft : ofOthers);
        }
        long[] ofKind = byKind.get(((NoReply) facts.reply()).kind());
        return first(facts, ofKind, ofKind, ofKind);
    }

    private Optional<Rule> first(ReplyFacts facts, long[] one, long[] other, long[] third) {
        long[] ofWords = wordless.clone();
        facts.found().forEach(word -> or(ofWords, byWord[word]));
        for (int block = 0; block < ofWords.length; block++) {
            for (long left = one[block] & other[block] & third[block] & ofWords[block]; left != 0; left &= left - 1) {
                Candidate candidate = candidates.get(block * Long.SIZE + Long.numberOfTrailingZeros(left));
                if (candidate.fits(facts)) {
                    return candidate.rule;
                }
            }
        }
        return Optional.empty();
    }

    /** One of these occurs in each reply that fits; empty when a reply may fit without any. */
    private static List<String> neededWords(Condition condition) {
        if (!condition.words().isEmpty()) {
            return condition.words().get(0);
        }
        return condition.tokens().stream()
                .flatMap(token -> token.beginnings().stream())
                .toList();
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
