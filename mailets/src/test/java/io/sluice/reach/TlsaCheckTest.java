package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.testkit.smtp.TestCertificate;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsaCheckTest {
    private static final String HOST = "mail.example.org";
    private static final X509Certificate CERTIFICATE = TestCertificate.certificate();
    private static final List<List<X509Certificate>> SHOWN = List.of(List.of(CERTIFICATE));

    private static Finding judge(boolean validated, String... records) {
        return TlsaCheck.judge(HOST, new DnsAnswer(Outcome.FOUND, List.of(records), validated, "", 1), SHOWN);
    }

    private static String key(String algorithm) throws GeneralSecurityException {
        return digest(algorithm, CERTIFICATE.getPublicKey().getEncoded());
    }

    private static String digest(String algorithm, byte[] data) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(data))
                .toUpperCase(Locale.ROOT);
    }

    @Test
    void theDigestOfTheKeyAllowsTheCertificate() throws Exception {
        assertThat(judge(true, "3 1 1 " + key("SHA-256")).status()).isEqualTo(FindingStatus.PASS);
        assertThat(judge(true, "3 1 2 " + key("SHA-512")).status()).isEqualTo(FindingStatus.PASS);
        assertThat(judge(true, "3 0 1 " + digest("SHA-256", CERTIFICATE.getEncoded()))
                        .status())
                .isEqualTo(FindingStatus.PASS);
        assertThat(judge(true, "2 0 0 " + HexFormat.of().formatHex(CERTIFICATE.getEncoded()))
                        .status())
                .isEqualTo(FindingStatus.PASS);
    }

    @Test
    void oneOfSeveralRecordsIsEnough() throws Exception {
        assertThat(judge(true, "3 1 1 00", "3 1 1 " + key("SHA-256")).status()).isEqualTo(FindingStatus.PASS);
    }

    @Test
    void anotherCertificateFailsAndTheRightRecordIsGiven() throws Exception {
        Finding finding = judge(true, "3 1 1 " + "00".repeat(32));

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.publish()).hasValueSatisfying(record -> assertThat(record.toString())
                .isEqualToIgnoringCase("_25._tcp.mail.example.org TLSA 3 1 1 " + hex(CERTIFICATE)));
    }

    private static String hex(X509Certificate certificate) {
        try {
            return digest("SHA-256", certificate.getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutDnssecItIsBetterChanged() throws Exception {
        assertThat(judge(false, "3 1 1 " + key("SHA-256")).status()).isEqualTo(FindingStatus.WARN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 1 1 00", "0 1 1 00", "", "3 1", "x y z 00", "-3 1 1 00", "3 1 999999999999 00"})
    void recordsThatDoNotCountForMailAreTold(String record) {
        assertThat(judge(true, record).what()).contains("none that counts for mail");
    }

    @Test
    void withoutACertificateItIsUnknown() {
        assertThat(TlsaCheck.judge(HOST, new DnsAnswer(Outcome.FOUND, List.of("3 1 1 00"), true, "", 1), List.of())
                        .status())
                .isEqualTo(FindingStatus.UNKNOWN);
    }

    @Test
    void aDnsThatFailsKeepsMailBack() {
        assertThat(TlsaCheck.judge(HOST, new DnsAnswer(Outcome.FAILED, List.of(), false, "SERVFAIL", 1), SHOWN)
                        .what())
                .contains("keeps mail back while it cannot find out");
    }
}
