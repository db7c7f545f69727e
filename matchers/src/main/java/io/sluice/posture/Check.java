package io.sluice.posture;

/** A part of what is looked at. Stateless. */
interface Check {
    /** Puts the questions that are known beforehand, and waits for none. */
    default void begin(Look look) {}

    /** Adds what it finds. */
    void judge(Look look);
}
