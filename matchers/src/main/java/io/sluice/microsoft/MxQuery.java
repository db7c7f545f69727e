package io.sluice.microsoft;

import com.google.common.net.InetAddresses;
import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the DNS once where a domain's mail goes, and tells apart what James's {@link DNSService} returns as the same empty
 * collection: no such domain, a domain without mail, one with IPv6 addresses only, and an address look-up that failed.
 */
final class MxQuery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MxQuery.class);

    /** Nobody needs more, and an answer over TCP can hold thousands. */
    private static final int MAXIMUM_HOSTS = 32;

    private final DNSService dns;
    private final AddressRecords addresses;
    private final MicrosoftHosts microsoft;

    MxQuery(DNSService dns, AddressRecords addresses, MicrosoftHosts microsoft) {
        this.dns = dns;
        this.addresses = addresses;
        this.microsoft = microsoft;
    }

    /** @param domain a normalised domain name */
    MxAnswer ask(String domain) {
        if (InetAddresses.isInetAddress(domain)) {
            return hosted(domain, List.of(domain));
        }
        try {
            Collection<String> hosts = dns.findMXRecords(domain);
            return hosts.isEmpty() ? withoutMx(domain) : withMx(domain, hosts);
        } catch (TemporaryResolutionException e) {
            return new MxAnswer.Failed(domain, "MX records of " + domain + " could not be looked up");
        } catch (RuntimeException e) {
            LOGGER.warn("Looking up the MX records of {} failed", domain, e);
            return new MxAnswer.Failed(domain, "MX records of " + domain + " could not be looked up: " + e.getClass());
        }
    }

    private MxAnswer withMx(String domain, Collection<String> records) {
        List<String> hosts = records.stream()
                .map(DomainNames::normalise)
                .flatMap(Optional::stream)
                .distinct()
                .limit(MAXIMUM_HOSTS)
                .toList();
        if (!hosts.isEmpty()) {
            return hosted(domain, hosts);
        }
        if (records.stream().allMatch(host -> host.equals(".") || host.isEmpty())) {
            return new MxAnswer.NoMail(domain, NoReply.Kind.NULL_MX, domain + " takes no mail (null MX)");
        }
        // Somebody's mistake in a zone file, which they will want to correct.
        return new MxAnswer.Failed(domain, "No MX record of " + domain + " names a possible host");
    }

    private MxAnswer hosted(String domain, List<String> hosts) {
        Optional<Service> service = microsoft.serviceOfMx(hosts);
        return new MxAnswer.Hosted(
                domain,
                hosts,
                service,
                service.filter(Service.BUSINESS::equals).map(business -> hosts.get(0)),
                Freshness.FRESH);
    }

    /** James found neither MX nor A records; or failed to find out about the latter, which it does not tell. */
    private MxAnswer withoutMx(String domain) {
        AddressRecords.Result ipv4 = addresses.lookup(domain, AddressRecords.Family.IPV4);
        if (ipv4 instanceof AddressRecords.Result.Found) {
            return hosted(domain, List.of(domain));
        }
        if (ipv4 instanceof AddressRecords.Result.None none) {
            return none.nameExists() ? withoutIpv4(domain) : noSuchDomain(domain, "There is no domain " + domain);
        }
        return addressesFailed(domain, ipv4);
    }

    private MxAnswer withoutIpv4(String domain) {
        AddressRecords.Result ipv6 = addresses.lookup(domain, AddressRecords.Family.IPV6);
        if (ipv6 instanceof AddressRecords.Result.Found) {
            return new MxAnswer.NoMail(
                    domain, NoReply.Kind.IPV6_ONLY, domain + " has no MX record and only IPv6 addresses");
        }
        if (ipv6 instanceof AddressRecords.Result.None) {
            return noSuchDomain(domain, domain + " has neither MX records nor addresses");
        }
        return addressesFailed(domain, ipv6);
    }

    private static MxAnswer noSuchDomain(String domain, String detail) {
        return new MxAnswer.NoMail(domain, NoReply.Kind.NO_SUCH_DOMAIN, detail);
    }

    private static MxAnswer addressesFailed(String domain, AddressRecords.Result result) {
        String cause = result instanceof AddressRecords.Result.Failed failed ? failed.detail() : "unknown";
        return new MxAnswer.Failed(domain, "Addresses of " + domain + " could not be looked up: " + cause);
    }
}
