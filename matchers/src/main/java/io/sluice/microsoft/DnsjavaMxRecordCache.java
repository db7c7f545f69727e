package io.sluice.microsoft;

import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Credibility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Looks into the cache that James registers as dnsjava's default. The time to live is not known for a domain that is an
 * alias (CNAME), for one found through a search path, and if {@code setAsDNSJavaDefault} is false in dnsservice.xml.
 * Stateless.
 */
public final class DnsjavaMxRecordCache implements MxRecordCache {
    @Override
    public Optional<Duration> timeToLive(String domain) {
        return name(domain)
                .map(name -> cache().lookupRecords(name, Type.MX, Credibility.NONAUTH_ANSWER))
                .filter(response -> response.isSuccessful())
                .flatMap(response -> response.answers().stream()
                        .map(RRset::getTTL)
                        .min(Long::compare)
                        .map(Duration::ofSeconds));
    }

    @Override
    public void flush(String domain) {
        name(domain).ifPresent(name -> cache().flushSet(name, Type.MX));
    }

    /** Looked up each time: James registers its cache after extensions may have been made. */
    private static Cache cache() {
        return Lookup.getDefaultCache(DClass.IN);
    }

    private static Optional<Name> name(String domain) {
        try {
            return Optional.of(Name.fromString(domain, Name.root));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }
}
