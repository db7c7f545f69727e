package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The DNS fails while mail comes in. Microsoft's consumer domains are known by name; what cannot be told to be
 * Microsoft's goes the way of other mail, whose queue waits for the DNS too.
 */
class DnsOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static MicrosoftWorld world;
    private static JamesServer james;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "retry.dns", "1 sec to 2 sec")
                .sluice("mx.cache.failure", "1 s")
                .configure(configuration -> configuration.edit(
                        "mailetcontainer.xml",
                        xml -> xml.replace("<delayTime>5 minutes,", "<delayTime>10*2 seconds, 5 minutes,")))
                .start();
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @Test
    void deliversConsumerAndBusinessMailWhenTheDnsIsBack() {
        readableForStockDelivery("fabrikam.com", "fabrikam-com.mail.protection.outlook.com");
        world.dns().servfail(".");
        ProbeMail consumer = ProbeMail.to("ann@hotmail.com");
        ProbeMail business = ProbeMail.to("bob@fabrikam.com");

        james.submit(consumer, business);
        james.awaitLog("deferred for *@hotmail.com over lane default/consumer", SOON);
        world.dns().forget(".");

        Map<Delivery, Integer> deliveries = world.awaitDelivered(List.of(consumer, business), SOON);
        assertThat(deliveries).hasSize(2).doesNotContainValue(2);
        assertThat(james.logs()).doesNotContain("deferred for *@fabrikam.com");
    }

    /** Stock delivery uses another port than 25 only where the name of the MX host carries it. */
    private static void readableForStockDelivery(String domain, String mx) {
        String withPort = mx + ":" + world.port();
        world.dns().forget(domain).mx(domain, 10, withPort).a(withPort, "127.0.0.12");
    }
}
