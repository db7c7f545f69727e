package io.sluice.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * What the DNS says of an address now. Each question is waited for 5 seconds at most; what it does not
 * answer is told as such. For one thread.
 */
final class DnsFacts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_NAMES = 5;
    private static final int PORT = 53;

    private final Resolver resolver;

    /** @param server a name server, with a port or without; empty for that of the system */
    DnsFacts(Optional<String> server) {
        try {
            this.resolver = server.isPresent() ? resolver(server.get()) : new SimpleResolver();
        } catch (UnknownHostException | NumberFormatException e) {
            throw new TroubleException("--dns is a host with or without a port, not '" + server.orElse("") + "'", e);
        }
        resolver.setTimeout(PATIENCE);
    }

    private static Resolver resolver(String server) throws UnknownHostException {
        int colon = server.lastIndexOf(':');
        boolean port = colon > 0 && server.indexOf(':') == colon;
        SimpleResolver resolver = new SimpleResolver(port ? server.substring(0, colon) : server);
        resolver.setPort(port ? Integer.parseInt(server.substring(colon + 1)) : PORT);
        return resolver;
    }

    /** The names of an address, and whether each leads back to it. */
    List<String> names(InetAddress address) {
        Lookup lookup = lookup(ReverseMap.fromAddress(address), Type.PTR);
        Record[] records = lookup.run();
        if (records == null) {
            return List.of(fault(lookup));
        }
        return Arrays.stream(records)
                .limit(MOST_NAMES)
                .map(record -> ((PTRRecord) record).getTarget())
                .map(name -> name.toString(true)
                        + (leadsTo(name, address) ? ", which leads back" : ", which does not lead back"))
                .toList();
    }

    private boolean leadsTo(Name name, InetAddress address) {
        int type = address.getAddress().length == 4 ? Type.A : Type.AAAA;
        Record[] records = lookup(name, type).run();
        return records != null
                && Arrays.stream(records)
                        .map(record ->
                                record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress())
                        .anyMatch(address::equals);
    }

    private Lookup lookup(Name name, int type) {
        Lookup lookup = new Lookup(name, type);
        lookup.setResolver(resolver);
        lookup.setCache(null);
        lookup.setSearchPath(new Name[0]);
        return lookup;
    }

    private static String fault(Lookup lookup) {
        return switch (lookup.getResult()) {
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> "none";
            default -> "the DNS did not answer: " + lookup.getErrorString();
        };
    }
}
