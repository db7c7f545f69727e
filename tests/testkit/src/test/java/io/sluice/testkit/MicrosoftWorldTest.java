package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

@Timeout(30)
class MicrosoftWorldTest {

    private final MicrosoftWorld world = MicrosoftWorld.start();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void leadsFromADomainToItsReceiver() throws Exception {
        assertThat(ask("contoso.com", Type.MX)).isEqualTo("10 contoso-com.mail.protection.outlook.com.");
        assertThat(ask("contoso-com.mail.protection.outlook.com", Type.A)).isEqualTo("127.0.0.12");
        assertThat(ask("hotmail.com", Type.MX)).isEqualTo("10 hotmail-com.olc.protection.outlook.com.");
        assertThat(ask("example.org", Type.MX)).isEqualTo("10 mx.example.org:" + world.port() + ".");
        assertThat(ask("mx.example.org", Type.A)).isEqualTo("127.0.0.13");
    }

    @Test
    void listensOnOnePortEverywhere() {
        assertThat(List.of(
                        world.consumer().smtp().port(), world.business().smtp().port()))
                .containsOnly(world.port());
    }

    @Test
    void waitsForMailWhereverItArrives() {
        ProbeMail mail = ProbeMail.to("a@hotmail.com");
        ProbeMail twice = ProbeMail.to("b@example.org");
        deliver(mail, world.consumer().smtp());
        deliver(twice, world.other());
        deliver(twice, world.other());

        assertThat(world.awaitDelivered(List.of(mail, twice), Duration.ofSeconds(10)))
                .containsEntry(new Delivery(mail.id(), "a@hotmail.com"), 1)
                .containsEntry(new Delivery(twice.id(), "b@example.org"), 2);
    }

    @Test
    void tellsWhatIsMissing() {
        ProbeMail mail = ProbeMail.to("a@contoso.com");

        assertThatThrownBy(() -> world.awaitDelivered(List.of(mail), Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 of 1 deliveries are missing")
                .hasMessageContaining(mail.id());
    }

    @Test
    void forgetsEverythingForTheNextTest() {
        world.consumer().blocks();
        world.business().smtp().down();
        deliver(ProbeMail.to("b@example.org"), world.other());

        world.reset();

        assertThat(world.deliveries()).isEmpty();
        deliver(ProbeMail.to("a@hotmail.com"), world.consumer().smtp());
        deliver(ProbeMail.to("a@contoso.com"), world.business().smtp());
        assertThat(world.deliveries()).hasSize(2);
    }

    private static void deliver(ProbeMail mail, SimulatedReceiver receiver) {
        new MailSubmitter(new InetSocketAddress(receiver.address(), receiver.port()))
                .submit(List.of(mail), 1)
                .complete();
    }

    private String ask(String name, int type) throws Exception {
        SimpleResolver resolver = new SimpleResolver(
                new InetSocketAddress(world.dns().address(), world.dns().port()));
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        return resolver.send(query).getSection(Section.ANSWER).get(0).rdataToString();
    }
}
