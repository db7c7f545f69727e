package io.sluice.mailets;

import static io.sluice.mailets.TestMail.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.Standing;
import io.sluice.inbound.InboundAnswer;
import io.sluice.inbound.InboundConnections;
import io.sluice.inbound.InboundReports;
import io.sluice.matchers.SluiceAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainInboundReportTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant ATTEMPT = Instant.parse("2026-11-22T12:00:00Z");

    private Instant now = START;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };
    private final InboundConnections connections = new InboundConnections(clock);
    private final ExplainInboundReport mailet = new ExplainInboundReport(new InboundReports(connections), clock);

    /** Texts of Exchange Online as they were seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4.4.312 | DNS query failed [Message=ErrorRetry] [LastAttemptedServerName=mail.example.org] | dns",
                "5.4.312 | Message expired, DNS query failed(ErrorRetry) | dns",
                "4.7.324 | dnssec-invalid: Destination domain returned invalid DNSSEC records | dns",
                "4.4.315 | Connection timed out [Message=Socket error code 10060] | firewall",
                "4.4.316 | Connection refused [Message=Socket error code 10061] | firewall",
                "5.4.316 | Message expired, connection refused | firewall",
                "4.4.317 | Cannot connect to remote server [Message=Failed to connect. Winsock error code: 995] | firewall",
                "4.4.317 | Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError] | tls",
                "4.4.317 | Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] | tls",
                "4.4.317 | Cannot connect to remote server [Message=SubjectMismatch Expected Subject: mail.example.org] | certificate",
                "4.4.318 | Connection was closed abruptly (SuspiciousRemoteServerError) | interrupted",
                "4.7.321 | starttls-not-supported: Destination mail server must support TLS to receive mail. | tls",
                "4.7.322 | certificate-expired: Destination mail server's certificate is expired. | certificate",
                "4.7.325 | certificate-host-mismatch: Remote certificate MUST have a common name | certificate"
            })
    void tellsTheCauseByTheStatus(String status, String diagnostic, String cause) throws MessagingException {
        Mail mail = report(status, diagnostic);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_CAUSE)).contains(cause);
    }

    @Test
    void saysThatNoConnectionArrived() throws MessagingException {
        Mail mail = report("4.4.316", "Connection refused");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_EXPLANATION))
                .get()
                .asString()
                .contains("no open port 25", "No connection of Exchange Online arrived around that attempt");
    }

    @Test
    void saysThatConnectionsArrived() throws MessagingException {
        now = ATTEMPT.minusSeconds(60);
        connections.connected();
        Mail mail = report("4.4.316", "Connection refused");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_EXPLANATION))
                .get()
                .asString()
                .contains("1 connections of Exchange Online arrived around that attempt");
    }

    @Test
    void doesNotClaimToKnowWhatWasBeforeTheStart() throws MessagingException {
        Mail mail = report("4.4.316", "Connection refused", "Sat, 21 Nov 2026 12:00:00 +0000");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_EXPLANATION))
                .get()
                .asString()
                .contains("is not known");
    }

    @Test
    void recognisesOurOwnAnswer() throws MessagingException {
        now = ATTEMPT.minusSeconds(2);
        connections.connected();
        connections.answered(new InboundAnswer(
                now,
                InetAddresses.forString("40.107.0.1"),
                Standing.CONFIRMED,
                "Greylist",
                "451",
                "4.3.0 Temporary rejected: Please try again later"));
        Mail mail = report(
                "4.4.317",
                "Cannot connect to remote server [Message=451 4.3.0 Temporary rejected: Please try again later]");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_CAUSE)).contains("our-answer");
        assertThat(text(mail, SluiceAttributes.INBOUND_EXPLANATION))
                .get()
                .asString()
                .contains("by Greylist: 451 4.3.0 Temporary rejected");
    }

    @Test
    void leavesAnAnswerOfAnotherDayAlone() throws MessagingException {
        now = START.plusSeconds(1);
        connections.answered(new InboundAnswer(
                now,
                InetAddresses.forString("40.107.0.1"),
                Standing.CONFIRMED,
                "Greylist",
                "451",
                "Please try again later"));
        Mail mail = report("4.4.7", "451 Please try again later");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_CAUSE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5.1.1, no such user", "4.2.2, mailbox full", "5.7.1, refused"})
    void leavesOtherReportsAlone(String status, String diagnostic) throws MessagingException {
        Mail mail = report(status, diagnostic);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.INBOUND_CAUSE)).isEmpty();
        assertThat(text(mail, SluiceAttributes.INBOUND_EXPLANATION)).isEmpty();
    }

    @Test
    void leavesOtherMailAlone() throws MessagingException {
        Mail mail = TestMail.of("Subject: 450 4.4.316 Connection refused\n\n450 4.4.316 Connection refused\n");

        mailet.service(mail);

        assertThat(mail.attributes()).isEmpty();
    }

    @Test
    void takesNoParameters() {
        assertThatThrownBy(() -> mailet.init(FakeMailetConfig.builder()
                        .mailetName("ExplainInboundReport")
                        .setProperty("window", "1 h")
                        .build()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("ExplainInboundReport")
                .hasMessageContaining("window");
    }

    private Mail report(String status, String diagnostic) throws MessagingException {
        return report(status, diagnostic, "Sun, 22 Nov 2026 12:00:00 +0000");
    }

    private Mail report(String status, String diagnostic, String attempt) throws MessagingException {
        now = ATTEMPT.plusSeconds(60);
        return TestMail.of(
                """
                From: postmaster@contoso.com
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It did not arrive.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns;AM4PEPF00027A6A.eurprd04.prod.outlook.com

                Final-Recipient: rfc822;bob@example.org
                Action: %s
                Status: %s
                Diagnostic-Code: smtp;%s %s %s
                Last-Attempt-Date: %s

                --b--
                """
                        .formatted(
                                status.startsWith("4") ? "delayed" : "failed",
                                status,
                                status.startsWith("4") ? "450" : "550",
                                status,
                                diagnostic,
                                attempt));
    }
}
