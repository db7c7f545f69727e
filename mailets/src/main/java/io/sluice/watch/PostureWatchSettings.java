package io.sluice.watch;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import io.sluice.microsoft.DomainNames;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about looking at senders as Microsoft does.
 *
 * @param enabled key {@code posture.watch}: whether it is looked without being asked
 * @param period key {@code posture.period}: how often
 * @param addresses key {@code posture.addresses}: those that mail leaves from, as the world sees them; empty: those that
 *     {@code bind} names
 * @param servers key {@code posture.dns}: name servers; empty: those of James
 * @param settings keys {@code posture.address-lists} and {@code posture.domain-lists}
 */
public record PostureWatchSettings(
        boolean enabled,
        Duration period,
        List<InetAddress> addresses,
        List<InetSocketAddress> servers,
        PostureSettings settings) {
    public static final String ENABLED = "posture.watch";
    public static final String PERIOD = "posture.period";
    public static final String ADDRESSES = "posture.addresses";
    public static final String SERVERS = "posture.dns";
    public static final String ADDRESS_LISTS = "posture.address-lists";
    public static final String DOMAIN_LISTS = "posture.domain-lists";
    public static final List<String> KEYS = List.of(ENABLED, PERIOD, ADDRESSES, SERVERS, ADDRESS_LISTS, DOMAIN_LISTS);

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static PostureWatchSettings from(Configuration configuration) {
        Keys keys = new Keys(configuration);
        return new PostureWatchSettings(
                keys.truth(ENABLED, true),
                keys.duration(PERIOD, Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofDays(1)),
                list(keys, ADDRESSES, "IP addresses, separated by commas", InetAddresses::forString),
                list(
                        keys,
                        SERVERS,
                        "addresses of name servers, with or without a port, separated by commas",
                        DnsServers::parse),
                new PostureSettings(DnsLimits.STANDARD, zones(keys, ADDRESS_LISTS), zones(keys, DOMAIN_LISTS)));
    }

    private static List<String> zones(Keys keys, String key) {
        return list(keys, key, "names of DNS block lists, separated by commas", text -> DomainNames.normalise(text)
                .filter(name -> name.indexOf('.') > 0)
                .orElseThrow(() -> new IllegalArgumentException("no domain name")));
    }

    private static <T> List<T> list(Keys keys, String key, String allowed, Function<String, T> reader) {
        return Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(keys.text(key).orElse(""))
                .map(text -> {
                    try {
                        return reader.apply(text);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                Keys.notAllowed(key, text, allowed).getMessage(), e);
                    }
                })
                .toList();
    }
}
