package io.sluice.simulation;

import io.sluice.simulation.receiver.Receiver;

/**
 * What a sender would have got accepted that knew the receiver: each second it sends what waits, as much as is allowed.
 */
final class Clairvoyant {
    private static final long STEP = Nanos.SECOND;

    private final Receiver receiver;
    private final Mails mails;
    private final Series accepted;
    private final double[] waiting;
    private double waitingForAll;
    private int next;

    private Clairvoyant(Receiver receiver, Mails mails, int tenants, Series accepted) {
        this.receiver = receiver;
        this.mails = mails;
        this.accepted = accepted;
        this.waiting = new double[receiver.limitsTenants() ? tenants : 0];
    }

    /** Accepted mails over time. */
    static Series run(Receiver receiver, Mails mails, int tenants, long end) {
        Clairvoyant clairvoyant = new Clairvoyant(receiver, mails, tenants, new Series(end));
        for (long time = 0; time < end; time += STEP) {
            clairvoyant.step(time, Math.min(end, time + STEP));
        }
        return clairvoyant.accepted;
    }

    private void step(long from, long to) {
        for (; next < mails.size() && mails.arrival(next) + receiver.leastDelay() < to; next++) {
            if (receiver.limitsTenants()) {
                waiting[mails.tenant(next)]++;
            } else {
                waitingForAll++;
            }
        }
        for (int tenant = 0; tenant < waiting.length; tenant++) {
            double passing = Math.min(waiting[tenant], receiver.allowedTo(tenant, from, to));
            waiting[tenant] -= passing;
            waitingForAll += passing;
        }
        double passing = Math.min(waitingForAll, receiver.allowed(from, to));
        waitingForAll -= passing;
        accepted.add(from, passing);
    }
}
