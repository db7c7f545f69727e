package io.sluice.delivery;

/** Turns hosts into addresses to connect to. Safe for several threads; may wait for the DNS. */
interface RoutePlanner {
    /** The routes to a destination's hosts, in order; a few of them at most. */
    Routes plan(Destination.Known destination);

    /** That host refused IPv6: use IPv4 for it from now on, where it has it. */
    void avoidIpv6(String hostName);
}
