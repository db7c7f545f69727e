package io.sluice.microsoft;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.dnsservice.api.DNSService;

/**
 * Finds the addresses of a host: IPv4 through James, so that its configuration holds, and IPv6, which James does not look
 * up, from the DNS. Remembers nothing: the DNS library below does, by time to live. Safe for use by several threads.
 */
public final class AddressLookup {
    private static final int MAXIMUM_ADDRESSES = 32;

    private final DNSService dns;
    private final AddressRecords records;

    public AddressLookup(DNSService dns, AddressRecords records) {
        this.dns = dns;
        this.records = records;
    }

    /**
     * Looks up both families. Blocks while the DNS is asked. Never throws because of what the DNS or the name contains.
     *
     * @param host a host name or an IPv4 address, with or without the trailing dot
     */
    public AddressAnswer lookup(String host) {
        Optional<String> name = DomainNames.normalise(host);
        if (name.isEmpty()) {
            String quoted = DomainNames.quoted(host);
            return new AddressAnswer.None(quoted, quoted + " is no possible host name");
        }
        return lookupNormalised(name.get());
    }

    private AddressAnswer lookupNormalised(String host) {
        AddressRecords.Result first = throughJames(host);
        boolean literal = InetAddresses.isInetAddress(host);
        AddressRecords.Result second =
                literal ? new AddressRecords.Result.None(true) : records.lookup(host, AddressRecords.Family.IPV6);
        List<Inet4Address> ipv4 = addresses(first, second, Inet4Address.class);
        List<Inet6Address> ipv6 = addresses(first, second, Inet6Address.class);
        Optional<String> failure = Stream.of(first, second)
                .filter(AddressRecords.Result.Failed.class::isInstance)
                .map(result -> ((AddressRecords.Result.Failed) result).detail())
                .findFirst();
        if (!ipv4.isEmpty() || !ipv6.isEmpty()) {
            return new AddressAnswer.Found(host, ipv4, ipv6, failure.isEmpty());
        }
        return failure.<AddressAnswer>map(detail ->
                        new AddressAnswer.Failed(host, "Addresses of " + host + " could not be looked up: " + detail))
                .orElseGet(() -> new AddressAnswer.None(host, host + " has no address"));
    }

    private AddressRecords.Result throughJames(String host) {
        try {
            Collection<InetAddress> addresses = dns.getAllByName(host);
            if (!addresses.isEmpty()) {
                return new AddressRecords.Result.Found(List.copyOf(addresses));
            }
        } catch (UnknownHostException e) {
            // James says this also when the DNS did not answer; so ask whether it did.
        } catch (RuntimeException e) {
            return new AddressRecords.Result.Failed(e.getClass().getName());
        }
        return records.lookup(host, AddressRecords.Family.IPV4);
    }

    private static <T extends InetAddress> List<T> addresses(
            AddressRecords.Result first, AddressRecords.Result second, Class<T> family) {
        return Stream.of(first, second)
                .filter(AddressRecords.Result.Found.class::isInstance)
                .flatMap(result -> ((AddressRecords.Result.Found) result).addresses().stream())
                .filter(family::isInstance)
                .map(family::cast)
                .distinct()
                .limit(MAXIMUM_ADDRESSES)
                .toList();
    }
}
