package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import io.sluice.testkit.smtp.TestCertificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    private static final Instant END =
            TestCertificate.certificate().getNotAfter().toInstant();

    private static Finding judge(boolean trusted, Instant now, String host, Optional<String> demanded) {
        X509TrustManager trust = trusted ? new AnyCertificate() : new Nobody();
        return new CertificateCheck(trust, InstantSource.fixed(now))
                .judge(host, host, List.of(TestCertificate.certificate()), demanded);
    }

    @Test
    void aGoodOnePasses() {
        assertThat(judge(true, END.minusSeconds(100L * 86_400), "mail.example.org", Optional.empty())
                        .status())
                .isEqualTo(FindingStatus.PASS);
    }

    @Test
    void oneThatEndsSoonIsToldInTime() {
        Finding finding = judge(true, END.minusSeconds(86_400), "mail.example.org", Optional.empty());

        assertThat(finding.status()).isEqualTo(FindingStatus.WARN);
        assertThat(finding.what()).contains("only until " + END.toString().substring(0, 10));
    }

    @Test
    void anExpiredOneIsTold() {
        assertThat(judge(true, END.plusSeconds(1), "mail.example.org", Optional.empty())
                        .what())
                .contains("expired on " + END);
    }

    @Test
    void oneThatIsNotValidYetIsTold() {
        assertThat(judge(true, Instant.EPOCH, "mail.example.org", Optional.empty())
                        .what())
                .contains("is valid from");
    }

    @Test
    void aSelfSignedOneIsTold() {
        Finding finding = judge(false, END.minusSeconds(100L * 86_400), "mail.example.org", Optional.empty());

        assertThat(finding.status()).isEqualTo(FindingStatus.WARN);
        assertThat(finding.what()).contains("is self-signed").contains("TLS is used all the same");
    }

    @Test
    void whereItIsDemandedItFails() {
        Finding finding = judge(false, END.minusSeconds(100L * 86_400), "mail.example.net", Optional.of("MTA-STS"));

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.what())
                .contains("is not for mail.example.net but for *.mail.protection.outlook.com")
                .contains("MTA-STS tells senders to keep mail back then");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, true",
        "MAIL.Example.ORG, mail.example.org, true",
        "*.example.org, mail.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, a.mail.example.org, false",
        "*.org, example.org, false",
        "m*.example.org, mail.example.org, false",
        "*, example.org, false",
        "mail.example.net, mail.example.org, false",
    })
    void aStarStandsForExactlyTheFirstLabel(String name, String host, boolean matches) {
        assertThat(CertificateCheck.matches(name, host)).isEqualTo(matches);
    }

    private static final class Nobody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("nobody");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("nobody");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
