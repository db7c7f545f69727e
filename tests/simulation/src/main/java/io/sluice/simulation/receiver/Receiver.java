package io.sluice.simulation.receiver;

/** A receiver with its limits. Answers are decided when an attempt begins. */
public interface Receiver {
    /** The answer to an attempt that begins now. Times never go back. */
    Answer answer(long now, Attempt attempt);

    /** How many mails it would take between two times from a sender that never provokes it. */
    double allowed(long from, long to);

    /** The same for a single tenant, where tenants have limits; otherwise infinite. */
    default double allowedTo(int tenant, long from, long to) {
        return Double.POSITIVE_INFINITY;
    }

    /** Whether {@link #allowedTo} matters. */
    default boolean limitsTenants() {
        return false;
    }

    /** How long a mail takes at least before it can be accepted, in nanoseconds. */
    default long leastDelay() {
        return 0;
    }

    /** How often the sender provoked a penalty. */
    default int penalties() {
        return 0;
    }
}
