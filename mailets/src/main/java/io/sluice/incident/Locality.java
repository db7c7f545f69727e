package io.sluice.incident;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether one of several explains the trouble.
 *
 * @param spread how it is spread
 * @param name who has most of it; empty when nobody is counted
 * @param weight how strongly the mail of the others speaks for being as usual: the decimal logarithm of the odds
 * @param otherTrials mails of the others
 * @param otherRefused of them
 */
record Locality<K>(Spread spread, Optional<K> name, double weight, int otherTrials, int otherRefused) {
    /** Nine in ten refusals are one's alone. */
    private static final double MOST = 0.9;
    /** Twenty to one that the others are as usual. */
    static final double AS_USUAL = 1.3;

    /** A thousand to one: asked where the reply itself names somebody else. */
    private static final double SURE = 3;

    enum Spread {
        /** One has it, and the others are as usual. */
        ONE,
        /** One has it, and there is too little mail of others to compare. */
        UNTESTED,
        /** Several have it. */
        SEVERAL
    }

    boolean isOne() {
        return spread == Spread.ONE;
    }

    /** One has it, and that is beyond doubt. */
    boolean isSurelyOne() {
        return isOne() && weight >= SURE;
    }

    boolean isSeveral() {
        return spread == Spread.SEVERAL;
    }

    /** Compares each of those that count with the rest of the whole. */
    static <K> Locality<K> of(Run run, Tally whole, Map<K, Tally> parts, Set<Sign> signs, Predicate<K> counts) {
        Map<K, Integer> refused = new HashMap<>();
        Map<K, Integer> passed = new HashMap<>();
        parts.forEach((name, tally) -> {
            if (counts.test(name)) {
                refused.put(name, tally.since(signs, run.from()));
                passed.put(name, run.passedIn(tally));
            }
        });
        return of(refused, passed, whole.since(signs, run.from()), run.passedIn(whole), run, whole.usual(signs));
    }

    private static <K> Locality<K> of(
            Map<K, Integer> refused, Map<K, Integer> passed, int allRefused, int allPassed, Run run, Odds.Usual usual) {
        Optional<K> most = refused.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        if (most.isEmpty()) {
            return new Locality<>(Spread.UNTESTED, most, 0, 0, 0);
        }
        int own = refused.get(most.get());
        int ownTrials = own + passed.get(most.get());
        int otherRefused = Math.max(0, allRefused - own);
        int otherTrials = otherRefused + Math.max(0, allPassed - passed.get(most.get()));
        if (own < MOST * allRefused) {
            return new Locality<>(Spread.SEVERAL, most, 0, otherTrials, otherRefused);
        }
        Run ofOne = new Run(run.from(), ownTrials, own, 0, 0, 0);
        double asUsual = ofOne.otherwise(otherTrials, otherRefused, usual);
        return new Locality<>(
                asUsual >= AS_USUAL ? Spread.ONE : Spread.UNTESTED, most, asUsual, otherTrials, otherRefused);
    }
}
