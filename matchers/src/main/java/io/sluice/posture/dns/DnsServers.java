package io.sluice.posture.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;

/** Which name servers there are to ask. */
public final class DnsServers {
    private static final int PORT = 53;
    private static final int HIGHEST_PORT = 65_535;

    private DnsServers() {}

    /**
     * Those that James registered as dnsjava's default, and so those of dnsservice.xml; of a process without James those
     * of the operating system.
     */
    public static List<InetSocketAddress> inUse() {
        List<InetSocketAddress> servers = addresses(Lookup.getDefaultResolver()).toList();
        return servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    }

    private static Stream<InetSocketAddress> addresses(Resolver resolver) {
        if (resolver instanceof SimpleResolver simple) {
            return Stream.of(simple.getAddress());
        }
        if (resolver instanceof ExtendedResolver extended) {
            return Arrays.stream(extended.getResolvers()).flatMap(DnsServers::addresses);
        }
        return Stream.empty();
    }

    /**
     * Reads a name server: a host, {@code host:port}, an IPv6 address, or one in brackets with a port.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && text.indexOf(']') > 0;
        boolean withPort = bracketed
                ? text.charAt(Math.min(text.indexOf(']') + 1, text.length() - 1)) == ':'
                : colon > 0 && text.indexOf(':') == colon;
        String host = withPort ? text.substring(0, colon) : text;
        try {
            int port = withPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
            if (port < 1 || port > HIGHEST_PORT || host.isEmpty()) {
                throw new IllegalArgumentException("no name server: '" + text + "'");
            }
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("no name server: '" + text + "'", e);
        }
    }
}
