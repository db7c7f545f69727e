package io.sluice.exchange;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The names of addresses, straight from the DNS (PTR records, RFC 1035 section 3.5). Safe for several threads. */
public interface ReverseRecords {
    /**
     * The names of the address; none if the DNS knows none. May block for as long as the resolver retries.
     *
     * @return empty if the DNS did not answer
     */
    Optional<List<String>> names(InetAddress address);
}
