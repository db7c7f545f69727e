package io.sluice.simulation;

import io.sluice.reply.Service;
import java.util.random.RandomGenerator;

/** What a sender can do and see. */
public interface Network {
    /** Virtual time. */
    long now();

    Mails mails();

    /** How many recipients' domains there are; they are numbered from 0. */
    int tenants();

    /** The service at the other end. */
    Service service();

    /** Begins an attempt; its answer comes by {@link Sender#answered}, later. */
    default void attempt(int mail) {
        attempt(mail, 0);
    }

    /** The same, while so many connections are open besides those of attempts under way. */
    void attempt(int mail, int idleConnections);

    /** Asks to be woken at that time instead of the one that was asked for before. */
    void wakeAt(long time);

    /** The mail is given back to its sender as undeliverable. */
    void giveUp(int mail);

    /** Where a sender's jitter comes from. */
    RandomGenerator random();
}
