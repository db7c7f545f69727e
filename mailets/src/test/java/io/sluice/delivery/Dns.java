package io.sluice.delivery;

import com.google.common.net.InetAddresses;
import io.sluice.microsoft.AddressLookup;
import io.sluice.microsoft.AddressRecords;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.microsoft.MxDirectory;
import io.sluice.microsoft.MxRecordCache;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** A DNS in memory. A domain that it was not told of does not exist. */
final class Dns implements DNSService, AddressRecords, MxRecordCache {
    private final Map<String, List<String>> mx = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    Dns mx(String domain, String... hosts) {
        mx.put(domain, List.of(hosts));
        return this;
    }

    Dns addresses(String host, String... literals) {
        addresses.put(
                host, Arrays.stream(literals).map(InetAddresses::forString).toList());
        return this;
    }

    /** The DNS does not answer questions about that name. */
    Dns failing(String name) {
        failing.add(name);
        return this;
    }

    MxDirectory directory() {
        return new MxDirectory(
                this, this, this, MicrosoftSettings.standard(), new RecordingMetricFactory(), InstantSource.system());
    }

    AddressLookup addressLookup() {
        return new AddressLookup(this, this);
    }

    @Override
    public Collection<String> findMXRecords(String domain) throws TemporaryResolutionException {
        if (failing.contains(domain)) {
            throw new TemporaryResolutionException("no answer");
        }
        return mx.getOrDefault(domain, List.of());
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        List<InetAddress> ipv4 = of(host, true);
        if (ipv4.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return ipv4;
    }

    @Override
    public Result lookup(String host, Family family) {
        if (failing.contains(host)) {
            return new Result.Failed("no answer");
        }
        List<InetAddress> found = of(host, family == Family.IPV4);
        return found.isEmpty() ? new Result.None(addresses.containsKey(host)) : new Result.Found(found);
    }

    private List<InetAddress> of(String host, boolean ipv4) {
        return addresses.getOrDefault(host, List.of()).stream()
                .filter(address -> address instanceof Inet4Address == ipv4)
                .toList();
    }

    @Override
    public InetAddress getByName(String host) throws UnknownHostException {
        return getAllByName(host).iterator().next();
    }

    @Override
    public Collection<String> findTXTRecords(String hostname) {
        return List.of();
    }

    @Override
    public InetAddress getLocalHost() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public String getHostName(InetAddress address) {
        return address.getHostAddress();
    }

    @Override
    public Optional<Duration> timeToLive(String domain) {
        return Optional.empty();
    }

    @Override
    public void flush(String domain) {
        mx.remove(domain);
    }
}
