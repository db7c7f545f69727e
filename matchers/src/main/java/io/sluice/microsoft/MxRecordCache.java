package io.sluice.microsoft;

import java.time.Duration;
import java.util.Optional;

/**
 * The DNS library's own cache, below {@link org.apache.james.dnsservice.api.DNSService}, which does not hand out the
 * time to live of its answers. Implementations are safe for use by several threads.
 */
public interface MxRecordCache {
    /** The time to live of the domain's MX records, as received; empty if it is not known. */
    Optional<Duration> timeToLive(String domain);

    /** Forgets the domain's MX records, so that the next look-up asks the DNS. */
    void flush(String domain);
}
