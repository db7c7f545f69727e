package io.sluice.simulation;

import io.sluice.simulation.receiver.Answer;

/** A mail server's delivery to one service from one address. Told what happens, it begins attempts at the network. */
public interface Sender {
    /** A mail has come in. */
    void arrived(int mail);

    /** An attempt is over. */
    void answered(int mail, Answer answer);

    /** The time has come that {@link Network#wakeAt} named. */
    void woken();

    /** How often a mail was taken up and put back, because it could not go after all. */
    default long inVain() {
        return 0;
    }

    /** Makes a sender at the beginning of a run. */
    @FunctionalInterface
    interface Maker {
        Sender make(Network network);
    }
}
