package io.sluice.delivery;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.sluice.delivery.transport.Route;
import io.sluice.microsoft.AddressAnswer;
import io.sluice.microsoft.AddressLookup;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks addresses up by host, in the configured order of families, and remembers who does not want IPv6. */
final class AddressRoutePlanner implements RoutePlanner {
    private static final int MOST_REMEMBERED = 10_000;

    private final AddressLookup addresses;
    private final DeliverySettings settings;
    private final InstantSource clock;
    private final Cache<String, Instant> ipv4Only =
            CacheBuilder.newBuilder().maximumSize(MOST_REMEMBERED).build();

    AddressRoutePlanner(AddressLookup addresses, DeliverySettings settings, InstantSource clock) {
        this.addresses = addresses;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Routes plan(Destination.Known destination) {
        List<Route> routes = new ArrayList<>();
        Optional<NoReply> reason = Optional.empty();
        for (Destination.Host host : destination.hosts()) {
            if (routes.size() >= settings.maxHostsPerAttempt()) {
                break;
            }
            AddressAnswer answer = addresses.lookup(host.name());
            List<InetAddress> usable =
                    answer instanceof AddressAnswer.Found found ? inOrder(host.name(), found) : List.of();
            usable.forEach(address -> routes.add(new Route(host.name(), address, host.port(), settings.transport())));
            if (usable.isEmpty()) {
                reason = Optional.of(worse(reason, reason(host.name(), answer)));
            }
        }
        List<Route> some = List.copyOf(routes.subList(0, Math.min(routes.size(), settings.maxHostsPerAttempt())));
        return new Routes(some, some.isEmpty() ? reason : Optional.empty());
    }

    private List<InetAddress> inOrder(String host, AddressAnswer.Found found) {
        List<InetAddress> result = new ArrayList<>();
        boolean ipv6 = settings.addressFamily() != AddressFamily.IPV4 && !wantsIpv4(host, found);
        if (ipv6 && settings.addressFamily() == AddressFamily.IPV6_THEN_IPV4) {
            result.addAll(found.ipv6());
        }
        result.addAll(found.ipv4());
        if (ipv6 && settings.addressFamily() == AddressFamily.IPV4_THEN_IPV6) {
            result.addAll(found.ipv6());
        }
        return result;
    }

    private boolean wantsIpv4(String host, AddressAnswer.Found found) {
        Instant since = ipv4Only.getIfPresent(host);
        boolean remembered = since != null && since.plus(settings.ipv4Memory()).isAfter(clock.instant());
        return remembered && !found.ipv4().isEmpty();
    }

    /** Only when every host certainly has no address is there nothing to wait for. */
    private static NoReply worse(Optional<NoReply> known, NoReply other) {
        return known.filter(reason -> reason.kind() != NoReply.Kind.NO_SUCH_DOMAIN)
                .orElse(other);
    }

    private NoReply reason(String host, AddressAnswer answer) {
        RemoteHost remote = new RemoteHost(host, "");
        if (answer instanceof AddressAnswer.Found found) {
            NoReply.Kind kind = found.complete() ? NoReply.Kind.IPV6_ONLY : NoReply.Kind.DNS_FAILURE;
            String detail = host + " has no address that this server may use: only IPv6 was found";
            return new NoReply(kind, detail, SmtpStage.CONNECT, remote);
        }
        if (answer instanceof AddressAnswer.None none) {
            return new NoReply(NoReply.Kind.NO_SUCH_DOMAIN, none.detail(), SmtpStage.CONNECT, remote);
        }
        String detail = ((AddressAnswer.Failed) answer).detail();
        return new NoReply(NoReply.Kind.DNS_FAILURE, detail, SmtpStage.CONNECT, remote);
    }

    @Override
    public void avoidIpv6(String hostName) {
        ipv4Only.put(hostName, clock.instant());
    }
}
