package io.sluice.microsoft;

import java.net.InetAddress;
import java.util.List;

/**
 * Address records straight from the DNS, with the difference between "there are none" and "it did not answer" that
 * {@link org.apache.james.dnsservice.api.DNSService} does not make. Implementations are safe for use by several threads.
 */
public interface AddressRecords {
    /** Which addresses are wanted. */
    enum Family {
        /** A records. */
        IPV4,
        /** AAAA records (RFC 3596). */
        IPV6
    }

    /** What the DNS said. */
    sealed interface Result {
        /**
         * There are addresses.
         *
         * @param addresses at least one
         */
        record Found(List<InetAddress> addresses) implements Result {
            public Found {
                addresses = List.copyOf(addresses);
            }
        }

        /**
         * There is no address of that family.
         *
         * @param nameExists whether there is such a name, with other records
         */
        record None(boolean nameExists) implements Result {}

        /**
         * There is no answer.
         *
         * @param detail why, one line
         */
        record Failed(String detail) implements Result {}
    }

    /**
     * Asks for the addresses of one family. May block for as long as the resolver retries.
     *
     * @param host a fully qualified name, with or without the trailing dot
     */
    Result lookup(String host, Family family);
}
