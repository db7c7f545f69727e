package io.sluice.microsoft;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;

/** All that is asked of the DNS, from memory: James's service, the addresses that it does not tell, and the cache below. */
public final class FakeDns implements DNSService, AddressRecords, MxRecordCache {
    /** Domains that were asked for, in order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    final List<String> flushed = new CopyOnWriteArrayList<>();

    private final Map<String, List<String>> mx = new ConcurrentHashMap<>();
    private final Map<String, Duration> timesToLive = new ConcurrentHashMap<>();
    private final Map<String, Map<Family, Result>> addresses = new HashMap<>();
    private volatile boolean down;
    private volatile Runnable beforeAnswer = () -> {};

    public FakeDns mx(String domain, String... hosts) {
        mx.put(domain, List.of(hosts));
        return this;
    }

    FakeDns timeToLive(String domain, Duration timeToLive) {
        timesToLive.put(domain, timeToLive);
        return this;
    }

    FakeDns address(String host, Family family, Result result) {
        addresses.computeIfAbsent(host, key -> new EnumMap<>(Family.class)).put(family, result);
        return this;
    }

    public FakeDns down() {
        down = true;
        return this;
    }

    FakeDns up() {
        down = false;
        return this;
    }

    FakeDns beforeAnswer(Runnable action) {
        beforeAnswer = action;
        return this;
    }

    @Override
    public Collection<String> findMXRecords(String hostname) throws TemporaryResolutionException {
        asked.add(hostname);
        beforeAnswer.run();
        if (down) {
            throw new TemporaryResolutionException("down");
        }
        return mx.getOrDefault(hostname, List.of());
    }

    @Override
    public Result lookup(String host, Family family) {
        if (down) {
            return new Result.Failed("down");
        }
        return addresses
                .getOrDefault(host, Map.of())
                .getOrDefault(family, new Result.None(addresses.containsKey(host)));
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        if (lookup(host, Family.IPV4) instanceof Result.Found found) {
            return found.addresses();
        }
        throw new UnknownHostException(host);
    }

    @Override
    public Optional<Duration> timeToLive(String domain) {
        return Optional.ofNullable(timesToLive.get(domain));
    }

    @Override
    public void flush(String domain) {
        flushed.add(domain);
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
}
