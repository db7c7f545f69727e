package io.sluice.outbox;

/**
 * Mail of about the same urgency. Bands share a lane by weight: while all have mail that is due, urgent gets 64 of 73
 * entries, normal 8, bulk 1; a band without mail leaves its share to the others. So urgent mail waits for one other mail
 * at most, and bulk never starves.
 */
public enum Band {
    /** Priorities 0 to 3. */
    BULK(1),
    /** Priorities 4 to 6. */
    NORMAL(8),
    /** Priorities 7 to 9. */
    URGENT(64);

    private final int weight;

    Band(int weight) {
        this.weight = weight;
    }

    /** Its share in proportion to those of the others. */
    public int weight() {
        return weight;
    }
}
