package io.sluice.posture;

import io.sluice.posture.dns.DnsLimits;
import java.util.List;

/**
 * How it is looked.
 *
 * @param limits the bounds of one check
 * @param addressLists DNS block lists of addresses, such as {@code zen.spamhaus.org}; none are asked when empty
 * @param domainLists DNS block lists of domains, such as {@code dbl.spamhaus.org}
 */
public record PostureSettings(DnsLimits limits, List<String> addressLists, List<String> domainLists) {
    /** The lists of Spamhaus that Microsoft's replies name. */
    public static final PostureSettings WITH_SPAMHAUS =
            new PostureSettings(DnsLimits.STANDARD, List.of("zen.spamhaus.org"), List.of("dbl.spamhaus.org"));

    /** No block lists. */
    public static final PostureSettings STANDARD = new PostureSettings(DnsLimits.STANDARD, List.of(), List.of());

    public PostureSettings {
        addressLists = List.copyOf(addressLists);
        domainLists = List.copyOf(domainLists);
    }
}
