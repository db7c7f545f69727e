package io.sluice.lane;

/**
 * Learns the rate that a receiver takes. It falls by a factor when the receiver refuses, the more the sooner a refusal
 * follows on another; it rises only by what was accepted while the rate was the limit. The rate that hurt last is
 * remembered: the way back to shortly below it is quick, there it rests, then it feels beyond in small steps, which grow
 * when nothing happens. Not safe for several threads.
 *
 * <p>Every change begins a new epoch. A refusal of a message that left in an earlier epoch tells nothing new.
 */
final class RateControl {
    /** Up to here the way back is as quick as the search, as a part of the rate that hurt. */
    private static final double FAR = 0.5;

    private static final double NEAR_AGAIN = 0.8;
    /** A rest is over after as many messages at this part of the rate that hurt or more. */
    private static final double ABOUT = 0.9;

    private static final double FEEL = 1.01;
    private static final double FEEL_MORE = 1.03;
    private static final double FELT = 1.06;
    private static final double FORGOTTEN = 1.3;
    private static final int FEEL_STEPS = 8;
    private static final int LEAST_FEEL_STEP = 25;
    private static final int FEEL_MORE_STEPS = 16;
    private static final int SEARCH_STEPS = 32;
    private static final double CAUTIOUS_SEARCH = 1.1;
    /** A step of the search takes that long at least: a receiver with a burst in hand says late that it is too much. */
    private static final double SEARCH_SECONDS = 0.6;

    /** A refusal after so many accepted messages, below the rate that hurt, is chance; hardly anything is learned. */
    private static final int CHANCE = 60;

    private static final double LEARNED_BY_CHANCE = 0.995;
    /** So many accepted messages about as fast raise a doubt about a single refusal that came while nothing was known. */
    private static final int DOUBT = 30;

    private static final double MARGIN = 0.02;
    private static final int MOST_MARGINS = 4;
    /** What a receiver may have in hand: so late it says that a rate is too high. */
    private static final double IN_HAND = 50;

    private static final double SETTLED = 0.25;
    private static final double MORE_PATIENT = 8;
    private static final double CLOSE = 0.995;

    private final ControlLaw law;
    private RateBounds bounds;
    private double rate;
    private double hurt;
    private long patience;
    private long epoch;
    private long step;
    private long calm;
    /** The rate at which the way back rested, and what was accepted at it since something hurt. */
    private double known;

    private long proof;
    private long sinceCut = Long.MAX_VALUE / 2;
    private int cuts;
    private boolean everHurt;
    /**
     * Whether all that is known is one refusal, without a second soon after: a hiccup or too many at once say the same as
     * a limit, and at the start no good run speaks against it.
     */
    private boolean hint;

    private int failedRests;
    /** How often in a row about the same rate hurt. */
    private int settled;

    private double lastHurt;

    RateControl(ControlLaw law, RateBounds bounds) {
        this.law = law;
        this.bounds = bounds;
        this.rate = bounds.start();
        this.patience = law.patience();
    }

    /** Messages per second. */
    double rate() {
        return rate;
    }

    /** The rate that hurt last; 0 while none is known. */
    double hurt() {
        return hurt;
    }

    long patience() {
        return patience;
    }

    long epoch() {
        return epoch;
    }

    /** Cuts without a good run between them, the first not counted. */
    int cuts() {
        return cuts;
    }

    /** Whether the receiver refused because of the rate within the last few accepted messages. */
    boolean wasCutLately() {
        return sinceCut < law.near();
    }

    /** Takes over what was learned before a restart. */
    void restore(double known, double knownHurt, long knownPatience) {
        if (known > 0) {
            rate = clamp(known);
        }
        hurt = Double.isFinite(knownHurt) ? Math.max(0, knownHurt) : 0;
        patience = Math.max(law.patience(), knownPatience);
        everHurt = hurt > 0;
        hint = false;
        begin();
    }

    /** Begins again as if nothing had been learned. */
    void forget() {
        rate = bounds.start();
        hurt = 0;
        lastHurt = 0;
        patience = law.patience();
        calm = 0;
        known = 0;
        proof = 0;
        sinceCut = Long.MAX_VALUE / 2;
        cuts = 0;
        everHurt = false;
        hint = false;
        failedRests = 0;
        settled = 0;
        begin();
    }

    /** Another part of what was learned together belongs to this node; the bounds are those of the part. */
    void share(double factor, RateBounds changed) {
        bounds = changed;
        rate = clamp(rate * factor);
        hurt *= factor;
        begin();
    }

    void bounds(RateBounds changed) {
        boolean unlearned = rate == bounds.start() && hurt == 0;
        bounds = changed;
        double inside = unlearned ? changed.start() : clamp(rate);
        if (inside != rate) {
            rate = inside;
            begin();
        }
    }

    /**
     * The receiver took a message.
     *
     * @param admitted the epoch in which it left
     * @param limited whether this rate was what held it back
     * @return whether the rate rose
     */
    boolean accepted(long admitted, boolean limited) {
        sinceCut++;
        if (!limited || admitted != epoch) {
            return false;
        }
        step++;
        if (rate >= ABOUT * hurt) {
            calm++;
        }
        if (rate >= CLOSE * law.approach() * hurt && rate <= law.approach() * hurt / CLOSE) {
            known = rate;
            proof++;
        }
        if (rate >= bounds.ceiling() || step < needed()) {
            return false;
        }
        rate = clamp(raised());
        begin();
        return true;
    }

    private long needed() {
        if (hurt == 0) {
            return Math.max(everHurt ? Math.max(LEAST_FEEL_STEP, patience / SEARCH_STEPS) : law.searchStep(), (long)
                    (SEARCH_SECONDS * rate));
        }
        if (rate < FAR * hurt) {
            return law.searchStep();
        }
        if (rate < CLOSE * law.approach() * hurt) {
            return law.approachStep();
        }
        if (hint) {
            return calm < DOUBT ? Long.MAX_VALUE : law.searchStep();
        }
        if (rate < FELT * hurt) {
            return calm < patience ? Long.MAX_VALUE : Math.max(LEAST_FEEL_STEP, patience / FEEL_STEPS);
        }
        return Math.max(LEAST_FEEL_STEP, patience / FEEL_MORE_STEPS);
    }

    private double raised() {
        if (hurt == 0) {
            return rate * (everHurt ? CAUTIOUS_SEARCH : law.searchFactor());
        }
        if (rate < FAR * hurt) {
            return Math.min(rate * law.searchFactor(), NEAR_AGAIN * hurt);
        }
        double rest = law.approach() * hurt;
        if (rate < CLOSE * rest) {
            return Math.min(rest, rate + Math.max((rest - rate) / 2, (1 - CLOSE) * hurt));
        }
        if (rate < FORGOTTEN * hurt) {
            return rate * (hint ? CAUTIOUS_SEARCH : rate < FELT * hurt ? FEEL : FEEL_MORE);
        }
        if (hint) {
            everHurt = false;
            hint = false;
        }
        hurt = 0;
        failedRests = 0;
        patience = Math.max(law.patience(), patience / 2);
        return rate * FEEL_MORE;
    }

    /**
     * The receiver refused because of the rate.
     *
     * @param admitted the epoch in which the message left
     * @return whether the rate fell
     */
    boolean refused(long admitted) {
        if (admitted != epoch) {
            return false;
        }
        cuts = sinceCut < law.near() ? cuts + 1 : 0;
        remember(true);
        cut(cuts == 0 ? law.firstCut() : cuts == 1 ? law.secondCut() : law.laterCut());
        return true;
    }

    /** The receiver objects to the sender as such: half the rate, whatever came before. */
    void halve(long admitted) {
        if (admitted == epoch) {
            cuts = 0;
            remember(false);
            cut(law.laterCut());
        }
    }

    /** @param chance whether a single refusal may be one */
    private void remember(boolean chance) {
        boolean first = !everHurt;
        everHurt = true;
        hint = first && chance;
        learn(chance, first);
        settled = lastHurt > 0 && Math.abs(hurt - lastHurt) <= SETTLED * lastHurt ? settled + 1 : 0;
        lastHurt = hurt;
    }

    private void learn(boolean chance, boolean first) {
        boolean below = hurt > 0 && rate <= hurt;
        if (!below || calm >= patience) {
            failedRests = 0;
        }
        if (below && chance && sinceCut >= CHANCE) {
            hurt *= LEARNED_BY_CHANCE;
            patience = Math.max(law.patience(), patience / 2);
            return;
        }
        if (!chance && (first || sinceCut < law.patience())) {
            // The way up was too quick to tell where it began to hurt.
            hurt = rate * (first ? law.laterCut() : law.secondCut());
            calm = 0;
            proof = 0;
            return;
        }
        double wanted = rate;
        if (below && cuts == 0) {
            // It hurts where it should not: the first time it hurt it had a burst to use up.
            wanted = rate * (1 - MARGIN * (1 << Math.min(failedRests, MOST_MARGINS - 1)));
            failedRests++;
        }
        hurt = Math.max(wanted, held());
        calm = 0;
        proof = 0;
    }

    /**
     * What hurts at least, by what was accepted for long: a rate that is too high by a part shows after so many messages
     * that the receiver's reserve is used up by that part of them. Three refusals in a row outweigh it.
     */
    private double held() {
        if (cuts > 1 || proof == 0) {
            return 0;
        }
        double doubt = IN_HAND * (1 << Math.min(failedRests, MOST_MARGINS - 1)) / proof;
        return known / law.approach() * (1 - doubt);
    }

    private void cut(double factor) {
        rate = clamp(rate * factor);
        sinceCut = 0;
        begin();
    }

    /**
     * The receiver punished: it refused everything for a while. The way back begins lower, and the next look beyond what
     * hurt comes later, the later the more often the same rate hurt: in the end only when as much was sent that the
     * penalty is small against it.
     *
     * @param seconds how long the penalty lasted
     */
    void punished(double seconds) {
        hint = false;
        double cost = seconds * law.approach() * Math.max(hurt, rate);
        double times = Math.min(law.patienceOfRecovery(), Math.pow(MORE_PATIENT, settled));
        patience = Math.max(law.patience(), (long) Math.min(1e12, times * cost));
        if (hurt > 0) {
            fallTo(FAR * hurt);
        }
    }

    /** Goes on from there, or from the present rate if that is lower; what was learned stays. */
    void fallTo(double lower) {
        double next = clamp(Math.min(rate, lower));
        if (next != rate) {
            rate = next;
            begin();
        }
    }

    private void begin() {
        epoch++;
        step = 0;
    }

    private double clamp(double wanted) {
        return Math.max(bounds.floor(), Math.min(bounds.ceiling(), wanted));
    }
}
