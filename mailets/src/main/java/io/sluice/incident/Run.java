package io.sluice.incident;

import java.util.Collection;
import java.util.Set;

/**
 * The time up to now that speaks most for a change of the rate of refusals.
 *
 * @param from its first cell
 * @param trials mails that were accepted or refused so; others say nothing about it
 * @param refused of them
 * @param weight the decimal logarithm of the odds for a change
 * @param usual the rate of refusals that is usual
 * @param cells in how many cells there were refusals
 */
record Run(long from, int trials, int refused, double weight, double usual, int cells) {
    /** Nothing was refused. */
    static final Run NONE = new Run(Long.MAX_VALUE, 0, 0, 0, 0, 0);

    double rate() {
        return trials == 0 ? 0 : (double) refused / trials;
    }

    /** Looks at all times up to now. */
    static Run of(Tally tally, Set<Sign> signs) {
        if (tally.last(signs) < tally.oldest() * Tally.CELL_MILLIS) {
            return NONE;
        }
        Odds.Usual usual = tally.usual(signs);
        Run best = NONE;
        int trials = 0;
        int refused = 0;
        int cells = 0;
        for (long cell = tally.newest(); cell >= tally.oldest(); cell--) {
            int here = tally.count(signs, cell);
            trials += here + tally.count(Sign.PASSED, cell);
            refused += here;
            cells += here > 0 ? 1 : 0;
            if (here > 0 && (double) refused / trials > usual.rate()) {
                double weight = Odds.changed(refused, trials, usual);
                if (weight > best.weight()) {
                    best = new Run(cell, trials, refused, weight, usual.rate(), cells);
                }
            }
        }
        return best;
    }

    /**
     * How strongly the other mail since then speaks for being as usual, and not as this run is: the decimal logarithm of
     * the odds.
     */
    double otherwise(int otherTrials, int otherRefused, Odds.Usual usually) {
        return Odds.between(otherRefused, otherTrials, usually, new Odds.Usual(refused + 1.0, trials - refused + 1.0));
    }

    /** Accepted mails after its first cell, a part of which was before the trouble. */
    int passedIn(Tally tally) {
        return tally.since(Sign.PASSED, from + 1);
    }

    /** Mails of that kind since the run began that were accepted or refused so. */
    int trialsOf(Tally tally, Collection<Sign> signs) {
        return tally.since(signs, from) + tally.since(Sign.PASSED, from);
    }
}
