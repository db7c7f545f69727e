package io.sluice.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which mails come in when: a backlog, a stream whose rate may change, and bursts; each mail goes to a tenant, chosen by
 * Zipf's law or by given shares.
 */
public final class Load {
    private static final int SENDER_DOMAINS = 20;

    private final double[] cumulativeShares;
    private final Rate stream;
    private final double urgent;
    private final long[] burstTimes;
    private final int[] burstSizes;

    private Load(double[] cumulativeShares, Rate stream, double urgent, long[] burstTimes, int[] burstSizes) {
        this.cumulativeShares = cumulativeShares;
        this.stream = stream;
        this.urgent = urgent;
        this.burstTimes = burstTimes;
        this.burstSizes = burstSizes;
    }

    /** Mail to tenants whose shares fall as 1/rank. */
    public static Load toTenants(int tenants) {
        double[] shares = new double[tenants];
        for (int i = 0; i < tenants; i++) {
            shares[i] = 1.0 / (i + 1);
        }
        return toShares(shares);
    }

    /** Mail to domains with these shares. */
    public static Load toShares(double... shares) {
        double[] cumulative = shares.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        return new Load(cumulative, Rate.constant(0), 0, new long[0], new int[0]);
    }

    /** Mails that come in one by one, at random, at that rate on average. */
    public Load stream(Rate rate) {
        return new Load(cumulativeShares, rate, urgent, burstTimes, burstSizes);
    }

    /** Mails that come in at once. Bursts are added in the order of their times. */
    public Load burst(long time, int mails) {
        long[] times = Arrays.copyOf(burstTimes, burstTimes.length + 1);
        int[] sizes = Arrays.copyOf(burstSizes, burstSizes.length + 1);
        times[burstTimes.length] = time;
        sizes[burstSizes.length] = mails;
        return new Load(cumulativeShares, stream, urgent, times, sizes);
    }

    /** Mails that are there at the start. */
    public Load backlog(int mails) {
        return burst(0, mails);
    }

    /** A share of the stream, between 0 and 1, that is urgent. What comes in bursts never is. */
    public Load urgent(double share) {
        return new Load(cumulativeShares, stream, share, burstTimes, burstSizes);
    }

    int tenants() {
        return cumulativeShares.length;
    }

    Mails generate(long end, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mails mails = new Mails();
        int burst = 0;
        for (long second = 0; second < end; second += Nanos.SECOND) {
            for (; burst < burstTimes.length && burstTimes[burst] < second + Nanos.SECOND; burst++) {
                for (int i = 0; i < burstSizes[burst]; i++) {
                    add(mails, second, false, random);
                }
            }
            addStream(mails, second, random);
        }
        return mails;
    }

    private void addStream(Mails mails, long second, SplittableRandom random) {
        double expected = stream.between(second, second + Nanos.SECOND);
        if (expected <= 0) {
            return;
        }
        double at = -Math.log(1 - random.nextDouble()) / expected;
        while (at < 1) {
            add(mails, second + (long) (at * Nanos.SECOND), random.nextDouble() < urgent, random);
            at += -Math.log(1 - random.nextDouble()) / expected;
        }
    }

    private void add(Mails mails, long time, boolean isUrgent, SplittableRandom random) {
        mails.add(time, tenant(random), random.nextInt(SENDER_DOMAINS), isUrgent ? 9 : Mails.NORMAL);
    }

    private int tenant(SplittableRandom random) {
        double total = cumulativeShares[cumulativeShares.length - 1];
        int found = Arrays.binarySearch(cumulativeShares, random.nextDouble() * total);
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulativeShares.length - 1);
    }
}
