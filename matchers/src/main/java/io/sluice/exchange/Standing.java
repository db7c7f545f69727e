package io.sluice.exchange;

/** What a client's address says of whether it is a server of Exchange Online. */
public enum Standing {
    /** It has one of the published addresses, and a name under Exchange Online's that leads back to the address. */
    CONFIRMED,
    /** It has one of the published addresses; the DNS did not say in time whether the name is right. */
    UNCONFIRMED,
    /** It has one of the published addresses, and the DNS knows no such name for it. */
    MISNAMED,
    /** It has another address. */
    OUTSIDE;

    /** Whether the address is one of the published ones. */
    public boolean hasAddress() {
        return this != OUTSIDE;
    }

    /**
     * Whether to spare the client what is meant for strangers. A DNS that is silent is no reason to defer Exchange Online:
     * the address alone, which nobody can borrow over TCP, has to do then.
     */
    public boolean deservesBypass() {
        return this == CONFIRMED || this == UNCONFIRMED;
    }
}
