package io.sluice.microsoft;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;

/** The addresses of a host. Immutable. */
public sealed interface AddressAnswer {
    /** The host in lower case, without a trailing dot; if it is no possible name, a printable quotation of it. */
    String host();

    /**
     * The host has addresses.
     *
     * @param host the host
     * @param ipv4 its IPv4 addresses; together with {@code ipv6} at least one
     * @param ipv6 its IPv6 addresses
     * @param complete false if one of the two families could not be looked up, so that its list is empty for that
     *     reason only
     */
    record Found(String host, List<Inet4Address> ipv4, List<Inet6Address> ipv6, boolean complete)
            implements AddressAnswer {
        public Found {
            ipv4 = List.copyOf(ipv4);
            ipv6 = List.copyOf(ipv6);
            if (ipv4.isEmpty() && ipv6.isEmpty()) {
                throw new IllegalArgumentException("No addresses of " + host);
            }
        }

        /** Whether the host certainly has IPv6 addresses only. */
        public boolean isIpv6Only() {
            return ipv4.isEmpty() && complete;
        }
    }

    /**
     * The DNS answered: there is no such host, or it has no address.
     *
     * @param host the host
     * @param detail one printable line for people
     */
    record None(String host, String detail) implements AddressAnswer {}

    /**
     * The DNS did not answer. Try later.
     *
     * @param host the host
     * @param detail one printable line for people
     */
    record Failed(String host, String detail) implements AddressAnswer {}
}
