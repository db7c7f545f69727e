package io.sluice.simulation.sender;

import static io.sluice.simulation.Nanos.DAY;
import static io.sluice.simulation.Nanos.SECOND;

import io.sluice.reply.SmtpStage;
import io.sluice.simulation.IntQueue;
import io.sluice.simulation.Mails;
import io.sluice.simulation.Network;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Timetable;
import io.sluice.simulation.receiver.Answer;

/**
 * Postfix's queue manager: a window of concurrent deliveries for each destination (recipients' domain), and a growing
 * pause for each mail.
 *
 * <p>As documented in SCHEDULER_README, qmgr(8) and postconf(5): a window begins at 5 and grows to 20 while deliveries
 * complete, by 1/concurrency each; a connection or handshake that fails makes it smaller by 1/concurrency, and when a
 * whole cohort (as many as the window) failed so in a row, the destination is dead for minimal_backoff_time. A 4xx to
 * MAIL, RCPT or DATA is no such failure: the destination works. A deferred mail waits as long as it is old, between
 * minimal_backoff_time (300 s) and maximal_backoff_time (4000 s), and then for the next queue run (each 300 s); after
 * maximal_queue_lifetime (5 days) it bounces. 100 processes in all. The limit of 20,000 mails in the active queue is
 * left out, in favour of Postfix.
 */
public final class ConcurrencyFeedback implements Sender {
    private static final int INITIAL = 5;
    private static final int LIMIT = 20;
    private static final int PROCESSES = 20;
    private static final long MINIMAL_BACKOFF = 300 * SECOND;
    private static final long MAXIMAL_BACKOFF = 4000 * SECOND;
    private static final long QUEUE_RUN = 300 * SECOND;
    private static final long LIFETIME = 5 * DAY;

    private static final class Destination {
        private final IntQueue ready = new IntQueue();
        private int window = INITIAL;
        private int busy;
        private double success;
        private double failure;
        private double failedCohorts;
        private long deadUntil;
        private boolean queued;
    }

    private final Network network;
    private final Mails mails;
    private final Destination[] destinations;
    private final Timetable deferred = new Timetable();
    /** Destinations that may have something to do, each once: they take turns. */
    private final IntQueue turns = new IntQueue();

    private int busy;

    public ConcurrencyFeedback(Network network) {
        this.network = network;
        this.mails = network.mails();
        this.destinations = new Destination[network.tenants()];
        for (int i = 0; i < destinations.length; i++) {
            destinations[i] = new Destination();
        }
    }

    @Override
    public void arrived(int mail) {
        activate(mail);
        work();
    }

    @Override
    public void woken() {
        while (deferred.earliest() <= network.now()) {
            activate(deferred.take());
        }
        work();
    }

    private void activate(int mail) {
        Destination destination = destinations[mails.tenant(mail)];
        if (network.now() < destination.deadUntil) {
            defer(mail);
        } else {
            destination.ready.add(mail);
            queue(mails.tenant(mail));
        }
    }

    @Override
    public void answered(int mail, Answer answer) {
        int tenant = mails.tenant(mail);
        Destination destination = destinations[tenant];
        busy--;
        if (answer.refusal().isPresent() && isHandshake(answer.refusal().get().stage())) {
            throttle(destination);
        } else {
            unthrottle(destination);
        }
        destination.busy--;
        if (!answer.isAccepted()) {
            defer(mail);
        }
        queue(tenant);
        work();
    }

    private static boolean isHandshake(SmtpStage stage) {
        return stage == SmtpStage.CONNECT || stage == SmtpStage.EHLO;
    }

    private void unthrottle(Destination destination) {
        destination.failedCohorts = 0;
        if (destination.window < LIMIT && destination.window < destination.busy + INITIAL) {
            destination.success += 1.0 / Math.max(1, destination.window);
            if (destination.success >= 1) {
                destination.success = 0;
                destination.failure = 0;
                destination.window++;
            }
        }
    }

    private void throttle(Destination destination) {
        destination.failedCohorts += 1.0 / Math.max(1, destination.window);
        if (destination.failedCohorts >= 1) {
            destination.deadUntil = network.now() + MINIMAL_BACKOFF;
            destination.window = INITIAL;
            destination.failedCohorts = 0;
            destination.failure = 0;
            while (!destination.ready.isEmpty()) {
                defer(destination.ready.take());
            }
            return;
        }
        destination.failure += 1.0 / destination.window;
        if (destination.failure >= 1) {
            destination.failure = 0;
            destination.success = 0;
            destination.window = Math.max(1, destination.window - 1);
        }
    }

    private void defer(int mail) {
        long age = network.now() - mails.arrival(mail);
        if (age >= LIFETIME) {
            network.giveUp(mail);
            return;
        }
        long due = network.now() + Math.max(MINIMAL_BACKOFF, Math.min(MAXIMAL_BACKOFF, age));
        deferred.add((due + QUEUE_RUN - 1) / QUEUE_RUN * QUEUE_RUN, mail);
    }

    private void queue(int tenant) {
        Destination destination = destinations[tenant];
        if (!destination.queued && destination.busy < destination.window && !destination.ready.isEmpty()) {
            destination.queued = true;
            turns.add(tenant);
        }
    }

    private void work() {
        while (busy < PROCESSES && !turns.isEmpty()) {
            int tenant = turns.take();
            Destination destination = destinations[tenant];
            destination.queued = false;
            if (destination.busy < destination.window && !destination.ready.isEmpty()) {
                busy++;
                destination.busy++;
                network.attempt(destination.ready.take());
                queue(tenant);
            }
        }
        network.wakeAt(deferred.earliest());
    }
}
