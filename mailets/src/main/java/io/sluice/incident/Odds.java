package io.sluice.incident;

/**
 * How strongly counts speak for a change, as the decimal logarithm of a Bayes factor: 3 is a thousand to one. Small
 * numbers need no approximation; both hypotheses are beta-binomial distributions.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // The coefficients as they are published.
final class Odds {
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private Odds() {}

    /**
     * What is usual: refused mails and others, as if they had been counted.
     *
     * @param refused above 0
     * @param others above 0
     */
    record Usual(double refused, double others) {
        double rate() {
            return refused / (refused + others);
        }
    }

    /** "The rate is another one, and any may be" against "it is the usual one". */
    static double changed(int refused, int trials, Usual usual) {
        return between(refused, trials, new Usual(1, 1), usual);
    }

    /** One hypothesis about the rate against another one. */
    static double between(int refused, int trials, Usual one, Usual other) {
        return (evidence(refused, trials, one) - evidence(refused, trials, other)) / Math.log(10);
    }

    private static double evidence(int refused, int trials, Usual rate) {
        return logBeta(refused + rate.refused(), trials - refused + rate.others())
                - logBeta(rate.refused(), rate.others());
    }

    private static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    /** Lanczos's approximation; its relative error is below 1e-13 for arguments above 0. */
    private static double logGamma(double x) {
        if (x < 0.5) {
            return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + LANCZOS.length - 2.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
