package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MxDestinationsTest {
    private static final int PORT = 2526;
    private static final String TENANT_HOST = "contoso-com.mail.protection.outlook.com";

    private final Dns dns = new Dns()
            .mx("contoso.com", TENANT_HOST)
            .mx("hotmail.com", "hotmail-com.olc.protection.outlook.com")
            .mx("example.org", "mx1.example.org", "mx2.example.org");
    private final Destinations destinations = new MxDestinations(dns.directory(), PORT);

    @Test
    void givesEachBusinessCustomerAGateInTheLaneOfTheService() {
        assertThat(destinations.of("contoso.com"))
                .isEqualTo(new Destination.Known(
                        "business",
                        TENANT_HOST,
                        Optional.of(Service.BUSINESS),
                        List.of(new Destination.Host(TENANT_HOST, PORT))));
    }

    @Test
    void putsConsumerDomainsIntoOneLane() {
        Destination destination = destinations.of("hotmail.com");

        assertThat(destination.lane()).isEqualTo("consumer");
        assertThat(destination.tenant()).isEqualTo("hotmail.com");
    }

    @Test
    void givesADomainOfSomebodyElseALaneOfItsOwnWithItsHostsInOrder() {
        assertThat(destinations.of("example.org"))
                .isEqualTo(new Destination.Known(
                        "example.org",
                        "example.org",
                        Optional.empty(),
                        List.of(
                                new Destination.Host("mx1.example.org", PORT),
                                new Destination.Host("mx2.example.org", PORT))));
    }

    @Test
    void saysThatADomainDoesNotExist() {
        assertThat(destinations.of("nowhere.example"))
                .isInstanceOfSatisfying(
                        Destination.Unknown.class,
                        unknown -> assertThat(unknown.reason().kind()).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN));
    }

    @Test
    void putsADomainThatCannotBeLookedUpIntoALaneForThat() {
        dns.failing("fabrikam.com");

        assertThat(destinations.of("fabrikam.com")).isInstanceOfSatisfying(Destination.Unknown.class, unknown -> {
            assertThat(unknown.lane()).isEqualTo("unresolved");
            assertThat(unknown.reason().kind()).isEqualTo(NoReply.Kind.DNS_FAILURE);
        });
    }

    @Test
    void knowsTheLaneOfAConsumerDomainAlsoWhileTheDnsDoesNotAnswer() {
        dns.failing("outlook.com");

        assertThat(destinations.of("outlook.com")).isInstanceOfSatisfying(Destination.Unknown.class, unknown -> {
            assertThat(unknown.lane()).isEqualTo("consumer");
            assertThat(unknown.service()).contains(Service.CONSUMER);
            assertThat(unknown.reason().kind()).isEqualTo(NoReply.Kind.DNS_FAILURE);
        });
    }
}
