package io.sluice.posture;

import io.sluice.microsoft.DomainNames;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an outgoing mail shows of its sender.
 *
 * @param domain of the From header
 * @param envelope the domain of MAIL FROM; empty for a null sender
 * @param signatures the keys that DKIM-Signature headers name
 * @param source the address that it leaves from, where that is configured
 * @param helo the name that it is sent with
 */
public record Sighting(
        String domain,
        Optional<String> envelope,
        List<Selector> signatures,
        Optional<InetAddress> source,
        Optional<String> helo) {
    private static final int MOST_SIGNATURES = 10;
    private static final int LONGEST_HEADER = 16 * 1024;

    public Sighting {
        signatures = List.copyOf(signatures);
    }

    /** Whether it is signed by a domain of the same organisation, as DMARC wants. */
    public boolean isAligned() {
        return signatures.stream()
                .anyMatch(selector -> OrganizationalDomain.isAligned(domain, selector.domain(), false));
    }

    /**
     * The keys that DKIM-Signature headers name.
     *
     * @param headers their values; those that are hostile or broken are passed over
     */
    public static List<Selector> signatures(List<String> headers) {
        List<Selector> selectors = new ArrayList<>();
        for (String header : headers.subList(0, Math.min(MOST_SIGNATURES, headers.size()))) {
            if (header.length() <= LONGEST_HEADER) {
                TagList tags = TagList.parse(header);
                tags.get("s")
                        .filter(name -> DomainNames.normalise(name).isPresent())
                        .ifPresent(name -> tags.get("d")
                                .filter(domain -> DomainNames.normalise(domain).isPresent())
                                .ifPresent(domain -> selectors.add(new Selector(name, domain))));
            }
        }
        return selectors;
    }
}
