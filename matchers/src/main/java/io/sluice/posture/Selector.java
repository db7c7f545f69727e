package io.sluice.posture;

import io.sluice.microsoft.DomainNames;

/**
 * A DKIM key, as the s= and d= of a signature name it.
 *
 * @param name such as {@code s2026}
 * @param domain who signs; in lower case
 */
public record Selector(String name, String domain) implements Comparable<Selector> {
    /** @throws IllegalArgumentException when these are no names */
    public Selector {
        domain = DomainNames.normalise(domain)
                .orElseThrow(() -> new IllegalArgumentException("no possible domain of a DKIM key"));
        name = DomainNames.normalise(name)
                .orElseThrow(() -> new IllegalArgumentException("no possible selector of a DKIM key"));
    }

    /**
     * Reads {@code s2026}, or {@code s2026@esp.example} for a key of another domain.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Selector parse(String text, String domain) {
        int at = text.indexOf('@');
        return at < 0 ? new Selector(text, domain) : new Selector(text.substring(0, at), text.substring(at + 1));
    }

    /** Where the key is (RFC 6376 section 3.6.2.1). */
    public String recordName() {
        return name + "._domainkey." + domain;
    }

    @Override
    public int compareTo(Selector other) {
        return recordName().compareTo(other.recordName());
    }

    @Override
    public String toString() {
        return name + "@" + domain;
    }
}
