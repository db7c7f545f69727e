package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Rate;
import java.util.random.RandomGenerator;

/**
 * Several hosts with limits of their own, and the DNS picks one at random for each attempt. A sender cannot choose, so
 * the ideal is the rate at which one attempt in a hundred meets a host that is full.
 */
public final class FrontEnds implements Receiver {
    private final Allowance[] hosts;
    private final double ideal;
    private final RandomGenerator random;
    private final Answer accepted;
    private final Answer refused;

    /** @param perSecond the rate of each host */
    public FrontEnds(double[] perSecond, int burst, RandomGenerator random, long latency, Reply refusal) {
        this.hosts = new Allowance[perSecond.length];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = new Allowance(Rate.constant(perSecond[i]), burst);
        }
        this.ideal = ideal(perSecond);
        this.random = random;
        this.accepted = Answer.accepted(latency);
        this.refused = Answer.refused(refusal, latency);
    }

    private static double ideal(double[] perSecond) {
        double offered = 0;
        double refused = 0;
        while (refused <= 0.01 * offered) {
            offered += 0.001;
            refused = 0;
            for (double host : perSecond) {
                refused += Math.max(0, offered / perSecond.length - host);
            }
        }
        return offered - refused;
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        return hosts[random.nextInt(hosts.length)].take(now) ? accepted : refused;
    }

    @Override
    public double allowed(long from, long to) {
        return ideal * Nanos.seconds(to - from);
    }
}
