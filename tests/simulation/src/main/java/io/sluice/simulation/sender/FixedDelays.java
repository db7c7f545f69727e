package io.sluice.simulation.sender;

import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MINUTE;

import io.sluice.simulation.Network;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Timetable;
import io.sluice.simulation.receiver.Answer;

/**
 * James's RemoteDelivery: each mail has a list of delays, the same for every refusal, and whatever is due is tried as
 * soon as a thread is free.
 *
 * <p>The delays are the ones of James's documentation, {@code 5 minutes, 10 minutes, 45 minutes, 2 hours, 3 hours, 6
 * hours}, and not the shipped {@code 5000, 100000, 500000} milliseconds, after which mail bounces ten minutes from the
 * start. {@code maxRetries} is 25; the last delay repeats. The number of threads is that of Reactor's bounded elastic
 * scheduler on two cores, 20. One MX host, one address of it, as RemoteDelivery chooses.
 */
public final class FixedDelays implements Sender {
    private static final long[] DELAYS = {5 * MINUTE, 10 * MINUTE, 45 * MINUTE, 2 * HOUR, 3 * HOUR, 6 * HOUR};
    private static final int MAX_RETRIES = 25;
    private static final int THREADS = 20;

    private final Network network;
    private final Timetable due = new Timetable();
    private int busy;

    public FixedDelays(Network network) {
        this.network = network;
    }

    @Override
    public void arrived(int mail) {
        due.add(network.now(), mail);
        work();
    }

    @Override
    public void answered(int mail, Answer answer) {
        busy--;
        if (!answer.isAccepted()) {
            int retries = network.mails().attempts(mail) - 1;
            if (retries >= MAX_RETRIES) {
                network.giveUp(mail);
            } else {
                due.add(network.now() + DELAYS[Math.min(retries, DELAYS.length - 1)], mail);
            }
        }
        work();
    }

    @Override
    public void woken() {
        work();
    }

    private void work() {
        while (busy < THREADS && due.earliest() <= network.now()) {
            busy++;
            network.attempt(due.take());
        }
        if (busy < THREADS) {
            network.wakeAt(due.earliest());
        }
    }
}
