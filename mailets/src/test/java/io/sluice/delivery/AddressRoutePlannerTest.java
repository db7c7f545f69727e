package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.Route;
import io.sluice.outbox.Mails;
import io.sluice.reply.NoReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressRoutePlannerTest {
    private static final String MX = "mx.example.org";
    private static final String OTHER_MX = "mx2.example.org";

    private final Dns dns = new Dns();
    private Instant now = Mails.NOW;

    @Test
    void usesIpv4OnlyByDefault() {
        dns.addresses(MX, "2001:db8::1", "192.0.2.1");

        assertThat(addresses(planner(AddressFamily.IPV4).plan(to(MX)))).containsExactly("192.0.2.1");
    }

    @Test
    void triesTheFamiliesInTheConfiguredOrder() {
        dns.addresses(MX, "2001:db8::1", "192.0.2.1");

        assertThat(addresses(planner(AddressFamily.IPV4_THEN_IPV6).plan(to(MX))))
                .containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
        assertThat(addresses(planner(AddressFamily.IPV6_THEN_IPV4).plan(to(MX))))
                .containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1");
    }

    @Test
    void leavesIpv6AloneForADayWhereItWasRefused() {
        dns.addresses(MX, "2001:db8::1", "192.0.2.1");
        RoutePlanner planner = planner(AddressFamily.IPV6_THEN_IPV4);

        planner.avoidIpv6(MX);

        assertThat(addresses(planner.plan(to(MX)))).containsExactly("192.0.2.1");
        now = now.plus(Duration.ofDays(1));
        assertThat(addresses(planner.plan(to(MX)))).hasSize(2);
    }

    @Test
    void keepsIpv6WhereTheHostHasNothingElse() {
        dns.addresses(MX, "2001:db8::1");
        RoutePlanner planner = planner(AddressFamily.IPV6_THEN_IPV4);

        planner.avoidIpv6(MX);

        assertThat(addresses(planner.plan(to(MX)))).hasSize(1);
    }

    @Test
    void triesAFewAddressesInTheOrderOfTheHosts() {
        dns.addresses(MX, "192.0.2.1", "192.0.2.2", "192.0.2.3").addresses(OTHER_MX, "192.0.2.4", "192.0.2.5");

        assertThat(addresses(planner(AddressFamily.IPV4).plan(to(MX, OTHER_MX))))
                .containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    @Test
    void goesOnWithTheHostsThatHaveAnAddress() {
        dns.failing(MX).addresses(OTHER_MX, "192.0.2.4");

        Routes routes = planner(AddressFamily.IPV4).plan(to(MX, OTHER_MX));

        assertThat(addresses(routes)).containsExactly("192.0.2.4");
        assertThat(routes.reason()).isEmpty();
    }

    @Test
    void saysWhenAHostHasIpv6OnlyAndThatMayNotBeUsed() {
        dns.addresses(MX, "2001:db8::1");

        assertThat(reason(to(MX))).isEqualTo(NoReply.Kind.IPV6_ONLY);
    }

    @Test
    void saysWhenTheDnsDoesNotAnswer() {
        dns.failing(MX);

        assertThat(reason(to(MX))).isEqualTo(NoReply.Kind.DNS_FAILURE);
    }

    @Test
    void saysThatThereIsNothingOnlyWhenThatIsCertainForEveryHost() {
        dns.failing(OTHER_MX);

        assertThat(reason(to(MX))).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN);
        assertThat(reason(to(MX, OTHER_MX))).isEqualTo(NoReply.Kind.DNS_FAILURE);
        assertThat(reason(to(OTHER_MX, MX))).isEqualTo(NoReply.Kind.DNS_FAILURE);
    }

    private NoReply.Kind reason(Destination.Known destination) {
        Routes routes = planner(AddressFamily.IPV4).plan(destination);
        assertThat(routes.routes()).isEmpty();
        return routes.reason().orElseThrow().kind();
    }

    private RoutePlanner planner(AddressFamily family) {
        return new AddressRoutePlanner(
                dns.addressLookup(), new Settings().family(family).build(), () -> now);
    }

    private static Destination.Known to(String... hosts) {
        return new Destination.Known(
                "example.org",
                "example.org",
                Optional.empty(),
                Arrays.stream(hosts).map(host -> new Destination.Host(host, 25)).toList());
    }

    private static Iterable<String> addresses(Routes routes) {
        return routes.routes().stream()
                .map(Route::address)
                .map(address -> address.getHostAddress())
                .toList();
    }
}
