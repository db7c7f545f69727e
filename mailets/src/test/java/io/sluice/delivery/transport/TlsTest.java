package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.HOST;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.Fixtures.SettingsBuilder;
import io.sluice.reply.NoReply;
import io.sluice.reply.SmtpStage;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends TransportTest {
    private static SSLContext certified;

    @BeforeAll
    static void certificate(@TempDir Path directory) throws Exception {
        certified = TestCertificate.forHost(HOST, directory);
    }

    @Test
    void usesTlsWhereItIsOffered() {
        offerStartTls();

        accepted(send(trusting().to(receiver), BOB), BOB);

        assertThat(receiver.commands())
                .startsWith(
                        "EHLO client.sender.test",
                        "STARTTLS",
                        "EHLO client.sender.test",
                        "MAIL FROM:<" + Fixtures.ALICE + ">");
        assertThat(receiver.peers().get(0).serverNames()).containsExactly(HOST);
    }

    @Test
    void sendsInClearWhereTlsIsNotOffered() {
        accepted(send(trusting().to(receiver), BOB), BOB);

        assertThat(receiver.commands("STARTTLS")).isEmpty();
    }

    @Test
    void reportsThatRequiredTlsIsNotOffered() {
        Route route = trusting().extra("mail.smtp.starttls.required", "true").to(receiver);

        assertNoReply(refused(send(route, BOB), BOB), SmtpStage.STARTTLS, NoReply.Kind.TLS_FAILURE);
        assertThat(receiver.commands("MAIL")).isEmpty();
    }

    @Test
    void keepsTheReplyToARefusedStartTls() {
        receiver.offering("STARTTLS").on("STARTTLS", "454 4.7.0 TLS not available");

        assertReply(
                refused(send(trusting().to(receiver), BOB), BOB), SmtpStage.STARTTLS, "454 4.7.0 TLS not available");
    }

    @Test
    void keepsTheReplyToTheSecondEhlo() {
        offerStartTls();
        receiver.on("EHLO", (peer, line) -> {
            if (receiver.commands("EHLO").size() == 1) {
                peer.sayEhlo();
            } else {
                peer.say("502 5.5.1 No");
            }
        });

        assertReply(refused(send(trusting().to(receiver), BOB), BOB), SmtpStage.EHLO, "502 5.5.1 No");
    }

    @Test
    void reportsACertificateThatNobodyVouchesFor() {
        offerStartTls();

        assertNoReply(
                refused(send(settings().startTls().to(receiver), BOB), BOB),
                SmtpStage.STARTTLS,
                NoReply.Kind.TLS_FAILURE);
    }

    @Test
    void acceptsACertificateForTheHostName() {
        offerStartTls();

        accepted(send(trusting().verifyServerIdentity().to(receiver), BOB), BOB);
    }

    @Test
    void reportsACertificateForAnotherName() {
        offerStartTls();
        Route other = new Route(
                "other.receiver.test",
                receiver.address(),
                receiver.port(),
                trusting().verifyServerIdentity().build());

        NoReply reply = (NoReply) refused(send(other, BOB), BOB);

        assertThat(reply.kind()).isEqualTo(NoReply.Kind.TLS_FAILURE);
        assertThat(reply.stage()).isEqualTo(SmtpStage.STARTTLS);
        assertThat(reply.text()).contains("other.receiver.test");
    }

    @Test
    void reportsAHandshakeThatDoesNotEnd() {
        receiver.offering("STARTTLS").on("STARTTLS", (peer, line) -> {
            peer.say("220 2.0.0 Go ahead");
            peer.keepSilent();
        });
        Route impatient = trusting().timeout(Duration.ofMillis(300)).to(receiver);

        assertNoReply(refused(send(impatient, BOB), BOB), SmtpStage.STARTTLS, NoReply.Kind.READ_TIMED_OUT);
    }

    @Test
    void refusesRepliesThatWereInjectedBeforeTheHandshake() {
        receiver.offering("STARTTLS").on("STARTTLS", (peer, line) -> {
            peer.say("220 2.0.0 Go ahead\r\n250 injected");
            peer.secure(certified);
        });

        assertNoReply(refused(send(trusting().to(receiver), BOB), BOB), SmtpStage.STARTTLS, NoReply.Kind.TLS_FAILURE);
    }

    @Test
    void usesTlsFromTheFirstByte() {
        receiver.tls(certified);
        Route route = settings()
                .ssl()
                .verifyServerIdentity()
                .extra("mail.smtps.ssl.trust", "*")
                .to(receiver);

        accepted(send(route, BOB), BOB);

        assertThat(receiver.peers().get(0).serverNames()).containsExactly(HOST);
        assertThat(receiver.commands("STARTTLS")).isEmpty();
    }

    @Test
    void reportsAReceiverWithoutTlsWhereTlsComesFirst() {
        Route route = settings().ssl().extra("mail.smtps.ssl.trust", "*").to(receiver);

        assertNoReply(refused(send(route, BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.TLS_FAILURE);
    }

    @Test
    void reusesASecuredSession() {
        offerStartTls();
        Route route = trusting().to(receiver);

        accepted(send(route, BOB), BOB);
        accepted(send(route, BOB), BOB);

        assertThat(receiver.peers()).hasSize(1);
    }

    @Test
    void aReplyThatDripsUnderTlsIsCutOff() {
        offerStartTls();
        receiver.on("MAIL", HostileReceiverTest::drip);
        Route impatient = trusting().timeout(Duration.ofMillis(500)).to(receiver);

        assertNoReply(refused(send(impatient, BOB), BOB), SmtpStage.MAIL, NoReply.Kind.READ_TIMED_OUT);
    }

    private void offerStartTls() {
        receiver.offering("STARTTLS").on("STARTTLS", (peer, line) -> {
            peer.say("220 2.0.0 Go ahead");
            peer.secure(certified);
        });
    }

    private static SettingsBuilder trusting() {
        return settings().startTls().extra("mail.smtp.ssl.trust", "*");
    }
}
