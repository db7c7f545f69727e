package io.sluice.delivery;

/** Finds where the mail for a domain goes. Safe for several threads; may wait for the DNS. */
interface Destinations {
    Destination of(String domain);

    /** The next look-up of the domain asks afresh, because the route proved stale. */
    void forget(String domain);
}
