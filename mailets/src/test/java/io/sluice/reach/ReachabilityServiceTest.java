package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsjavaDns;
import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DNS and mail exchangers are real ones, on loopback. */
@Timeout(120)
class ReachabilityServiceTest {
    private static final String DOMAIN = "example.org";
    private static final String HOST = "mail.example.org";

    private final DnsResponder dns = DnsResponder.start();
    private SimulatedReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = SimulatedReceiver.named(HOST).offering(Extension.STARTTLS).start();
        dns.mx(DOMAIN, 10, HOST).a(HOST, receiver.address().getHostAddress());
    }

    @AfterEach
    void stop() {
        receiver.close();
        dns.close();
    }

    private List<Finding> look(PolicySource policies) {
        DnsjavaDns asked = new DnsjavaDns(
                List.of(new InetSocketAddress(dns.address(), dns.port())),
                Duration.ofSeconds(5),
                InstantSource.system());
        return new ReachabilityService(
                        asked,
                        new DnsLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), 150),
                        policies,
                        trustingTheReceiver(),
                        InstantSource.system())
                .check(new ReachabilityQuestion(DOMAIN, receiver.port(), Duration.ofSeconds(60)))
                .findings();
    }

    private List<Finding> look() {
        return look(domain -> {
            throw new IOException("not to be asked");
        });
    }

    private static X509TrustManager trustingTheReceiver() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("receiver", TestCertificate.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Finding only(List<Finding> findings, FindingId id) {
        List<Finding> found =
                findings.stream().filter(finding -> finding.id() == id).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void is(List<Finding> findings, FindingId id, FindingStatus status, String what) {
        Finding finding = only(findings, id);
        assertThat(finding.status()).as(finding.what()).isEqualTo(status);
        assertThat(finding.what()).contains(what);
    }

    @Test
    void aGoodMailExchangerPasses() {
        List<Finding> findings = look();

        is(findings, FindingId.INBOUND_MX, FindingStatus.PASS, "goes to mail.example.org");
        is(findings, FindingId.INBOUND_GREETING, FindingStatus.PASS, "greeted after");
        is(findings, FindingId.INBOUND_TLS, FindingStatus.PASS, "TLSv1.3");
        is(findings, FindingId.INBOUND_CERTIFICATE, FindingStatus.PASS, "good for mail.example.org, trusted");
        is(findings, FindingId.INBOUND_DANE, FindingStatus.PASS, "no TLSA records");
        is(findings, FindingId.INBOUND_MTA_STS, FindingStatus.PASS, "no MTA-STS record");
    }

    @Test
    void anAddressThatTheInternetDoesNotReachIsToldApart() {
        is(look(), FindingId.INBOUND_ADDRESS, FindingStatus.WARN, "nobody on the Internet reaches 127.0.0.1");
    }

    @Test
    void aDomainThatTakesNoMailFails() {
        dns.forget(DOMAIN);
        dns.nullMx(DOMAIN);

        is(look(), FindingId.INBOUND_MX, FindingStatus.FAIL, "null MX");
    }

    @Test
    void aDomainWithoutMxIsLookedAtByItsOwnAddress() {
        dns.forget(DOMAIN);
        dns.a(DOMAIN, receiver.address().getHostAddress());

        List<Finding> findings = look();

        is(findings, FindingId.INBOUND_MX, FindingStatus.WARN, "no MX record");
        assertThat(only(findings, FindingId.INBOUND_GREETING).subject()).startsWith("example.org [127.0.0.1]");
        is(findings, FindingId.INBOUND_CERTIFICATE, FindingStatus.WARN, "is not for example.org but for");
    }

    @Test
    void aDnsThatFailsLeavesItUnknown() {
        dns.servfail(DOMAIN);

        is(look(), FindingId.INBOUND_MX, FindingStatus.UNKNOWN, "450 4.4.312");
    }

    @Test
    void anExchangerWithoutAddressFails() {
        dns.forget(HOST);

        is(look(), FindingId.INBOUND_ADDRESS, FindingStatus.FAIL, "has no address");
    }

    @Test
    void aClosedPortFails() {
        receiver.down();

        is(look(), FindingId.INBOUND_GREETING, FindingStatus.FAIL, "450 4.4.316");
    }

    @Test
    void noTlsIsBetterChangedAndFailsWhereMtaStsDemandsIt() {
        receiver.withhold(Extension.STARTTLS);

        is(look(), FindingId.INBOUND_TLS, FindingStatus.WARN, "not offered");

        dns.txt("_mta-sts." + DOMAIN, "v=STSv1; id=1;");
        List<Finding> demanded = look(domain -> "version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 86400\n");
        is(demanded, FindingId.INBOUND_TLS, FindingStatus.FAIL, "MTA-STS tells senders to keep it back");
        is(demanded, FindingId.INBOUND_MTA_STS, FindingStatus.PASS, "mode enforce and names all mail exchangers");
    }

    @Test
    void aPolicyThatLeavesAnExchangerOutFails() {
        dns.txt("_mta-sts." + DOMAIN, "v=STSv1; id=1;");

        is(
                look(domain -> "version: STSv1\nmode: enforce\nmx: other.example.org\nmax_age: 86400\n"),
                FindingId.INBOUND_MTA_STS,
                FindingStatus.FAIL,
                "does not name mail.example.org");
    }

    @Test
    void aPolicyThatCannotBeFetchedIsBetterChanged() {
        dns.txt("_mta-sts." + DOMAIN, "v=STSv1; id=1;");

        is(look(), FindingId.INBOUND_MTA_STS, FindingStatus.WARN, "cannot be fetched: not to be asked");
    }

    @Test
    void twoMtaStsRecordsCountForNone() {
        dns.txt("_mta-sts." + DOMAIN, "v=STSv1; id=1;").txt("_mta-sts." + DOMAIN, "v=STSv1; id=2;");

        is(look(), FindingId.INBOUND_MTA_STS, FindingStatus.WARN, "not one right record");
    }
}
