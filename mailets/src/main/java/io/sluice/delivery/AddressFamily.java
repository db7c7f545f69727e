package io.sluice.delivery;

/** Which addresses of a host are used. */
public enum AddressFamily {
    /** IPv4 only, as stock James does. */
    IPV4,
    /** IPv4, then IPv6. */
    IPV4_THEN_IPV6,
    /** IPv6, then IPv4. */
    IPV6_THEN_IPV4
}
