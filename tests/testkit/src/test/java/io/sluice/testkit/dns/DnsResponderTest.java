package io.sluice.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

@Timeout(30)
class DnsResponderTest {

    private final DnsResponder dns = DnsResponder.start();

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void answersWhatItWasTold() throws Exception {
        dns.ttl(Duration.ofMinutes(5)).mx("contoso.com", 10, "contoso-com.mail.protection.outlook.com");

        Message answer = ask("contoso.com", Type.MX);

        assertThat(answer.getSection(Section.ANSWER))
                .singleElement()
                .asString()
                .contains("300", "10 contoso-com.mail.protection.outlook.com.");
    }

    @Test
    void knowsNoOtherName() throws Exception {
        assertThat(ask("example.org", Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void hasNoDataOfAnotherTypeForAKnownName() throws Exception {
        dns.a("mx.example.org", "127.0.0.2");

        Message answer = ask("mx.example.org", Type.AAAA);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(ask("example.org", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void saysThatADomainTakesNoMail() throws Exception {
        dns.nullMx("example.org");

        assertThat(ask("example.org", Type.MX).getSection(Section.ANSWER))
                .singleElement()
                .extracting(Record::rdataToString)
                .isEqualTo("0 .");
    }

    @Test
    void followsAnAlias() throws Exception {
        dns.cname("www.example.org", "host.example.org").a("host.example.org", "127.0.0.2", "127.0.0.3");

        assertThat(ask("www.example.org", Type.A).getSection(Section.ANSWER)).hasSize(3);
    }

    @Test
    void failsForANameAndThoseBelow() throws Exception {
        dns.a("mx.example.org", "127.0.0.2").servfail("example.org");
        assertThat(ask("mx.example.org", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);

        dns.forget("example.org");
        assertThat(ask("mx.example.org", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void staysSilent() {
        dns.silent(".");

        assertThatThrownBy(() -> ask("example.org", Type.A, Duration.ofMillis(100)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void givesLongAnswersOverTcp() throws Exception {
        for (int i = 0; i < 100; i++) {
            dns.mx("example.org", i, "mx" + i + ".example.org");
        }

        assertThat(ask("example.org", Type.MX).getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void countsQueries() throws Exception {
        ask("example.org", Type.MX);
        ask("EXAMPLE.org", Type.MX);
        ask("example.org", Type.A);

        assertThat(List.of(dns.queries("example.org", "MX"), dns.queries("example.org", "A"), dns.queries()))
                .containsExactly(2L, 1L, 3L);
    }

    @Test
    void comesUpAgainWithWhatItKnew() throws Exception {
        dns.a("mx.example.org", "127.0.0.2");
        dns.down();
        assertThatThrownBy(() -> ask("mx.example.org", Type.A, Duration.ofMillis(100)))
                .isInstanceOf(IOException.class);

        dns.up();

        assertThat(ask("mx.example.org", Type.A).getSection(Section.ANSWER)).hasSize(1);
    }

    private Message ask(String name, int type) throws IOException {
        return ask(name, type, Duration.ofSeconds(10));
    }

    private Message ask(String name, int type, Duration timeout) throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(dns.address(), dns.port()));
        resolver.setTimeout(timeout);
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }
}
