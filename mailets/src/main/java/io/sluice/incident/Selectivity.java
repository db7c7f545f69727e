package io.sluice.incident;

import java.util.Collection;
import java.util.Set;

/**
 * Whether refusals choose among customers: some are refused again and again while others are served over the same
 * addresses. What an address, a domain or too much mail of ours is the reason of does not choose so. The measure is the
 * decimal logarithm of the odds that each customer has a rate of his own, near all or nothing, against one rate for all; a
 * customer with one mail says nothing.
 */
final class Selectivity {
    /** All or nothing is more likely than by halves. */
    private static final Odds.Usual ALL_OR_NOTHING = new Odds.Usual(0.3, 0.3);

    private static final int LEAST_CUSTOMERS = 2;

    private Selectivity() {}

    /** Whether several customers are chosen, with the odds that a conclusion needs. */
    static boolean isThere(Tally whole, Run run, Set<Sign> signs, Collection<Tally> customers) {
        int allRefused = whole.since(signs, run.from());
        Odds.Usual common = new Odds.Usual(allRefused + 1.0, run.passedIn(whole) + 1.0);
        double weight = 0;
        int chosen = 0;
        for (Tally customer : customers) {
            int refused = customer.since(signs, run.from());
            int trials = refused + run.passedIn(customer);
            if (trials > 1) {
                weight += Odds.between(refused, trials, ALL_OR_NOTHING, common);
                chosen += refused > 1 && refused * 2 > trials ? 1 : 0;
            }
        }
        return weight >= Scene.WEIGHT && chosen >= LEAST_CUSTOMERS;
    }
}
