package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reach.Conversation.Kind;
import io.sluice.reach.Conversation.Stage;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SmtpProbeTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final SmtpProbe probe = new SmtpProbe(InstantSource.system());

    private Conversation talk(RawServer server, Duration patience) {
        return probe.talk("mail.example.org", server.address(), patience);
    }

    private static void hasTrouble(Conversation conversation, Stage stage, Kind kind) {
        assertThat(conversation.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.stage()).isEqualTo(stage);
            assertThat(trouble.kind()).isEqualTo(kind);
            assertThat(trouble.words()).hasSizeLessThan(400).matches("[^\\p{Cntrl}]*");
        });
    }

    @Test
    void comesAsFarAsTheCertificate() throws IOException {
        try (SimulatedReceiver receiver = SimulatedReceiver.named("mail.example.org")
                .offering(Extension.STARTTLS)
                .start()) {
            Conversation conversation =
                    probe.talk("mail.example.org", new InetSocketAddress(receiver.address(), receiver.port()), LONG);

            assertThat(conversation.trouble()).isEmpty();
            assertThat(conversation.connected()).isPresent();
            assertThat(conversation.greeting()).startsWith("220 ");
            assertThat(conversation.tls()).hasValueSatisfying(tls -> {
                assertThat(tls.protocol()).isEqualTo("TLSv1.3");
                assertThat(tls.chain()).hasSize(1);
            });
        }
    }

    @Test
    void endsWithoutTlsWhereNoneIsOffered() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("220 mail\r\n");
            wire.hear();
            wire.say("250-mail\r\n250 SIZE\r\n");
            wire.keepSilent();
        })) {
            Conversation conversation = talk(server, LONG);

            assertThat(conversation.trouble()).isEmpty();
            assertThat(conversation.offersTls()).isFalse();
            assertThat(conversation.tls()).isEmpty();
        }
    }

    @Test
    void tellsThatNobodyListens() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.getLocalPort());
        }

        hasTrouble(probe.talk("mail.example.org", nobody, LONG), Stage.CONNECT, Kind.REFUSED);
    }

    @Test
    void doesNotWaitForAServerThatSaysNothing() {
        try (RawServer server = RawServer.saying(RawServer.Wire::keepSilent)) {
            hasTrouble(talk(server, SHORT), Stage.GREETING, Kind.TIMEOUT);
        }
    }

    @Test
    void doesNotWaitForAServerThatKeepsTrickling() {
        try (RawServer server = RawServer.saying(wire -> {
            while (true) {
                wire.say("2");
                if (wire.closed().await(10, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        })) {
            Conversation conversation = talk(server, SHORT);

            assertThat(conversation.trouble().orElseThrow().stage()).isEqualTo(Stage.GREETING);
        }
    }

    @Test
    void tellsAConnectionThatIsClosedWithoutAWord() {
        try (RawServer server = RawServer.saying(wire -> {})) {
            hasTrouble(talk(server, LONG), Stage.GREETING, Kind.CLOSED);
        }
    }

    @Test
    void readsNoEndlessGreeting() {
        try (RawServer server = RawServer.saying(wire -> {
            while (true) {
                wire.say("220".repeat(1000));
            }
        })) {
            hasTrouble(talk(server, LONG), Stage.GREETING, Kind.NOT_SMTP);
        }
    }

    @Test
    void readsNoEndlessEhlo() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("220 mail\r\n");
            wire.hear();
            while (true) {
                wire.say("250-AGAIN\r\n");
            }
        })) {
            hasTrouble(talk(server, LONG), Stage.EHLO, Kind.NOT_SMTP);
        }
    }

    @Test
    void takesNoOtherProtocolForSmtp() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("\u001b[31mSSH-2.0-Shell\r\n");
            wire.keepSilent();
        })) {
            hasTrouble(talk(server, LONG), Stage.GREETING, Kind.NOT_SMTP);
        }
    }

    @Test
    void tellsARefusalToTalk() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("421 4.7.0 Go away\r\n");
            wire.keepSilent();
        })) {
            Conversation conversation = talk(server, LONG);

            hasTrouble(conversation, Stage.GREETING, Kind.ANSWER);
            assertThat(conversation.greeting()).isEqualTo("421 4.7.0 Go away");
        }
    }

    @Test
    void tellsGarbageInPlaceOfTls() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("220 mail\r\n");
            wire.hear();
            wire.say("250-mail\r\n250 STARTTLS\r\n");
            wire.hear();
            wire.say("220 Go on\r\n");
            wire.say("garbage ".repeat(1000));
            wire.keepSilent();
        })) {
            hasTrouble(talk(server, LONG), Stage.HANDSHAKE, Kind.TLS);
        }
    }

    @Test
    void doesNotWaitForTlsThatNeverComes() {
        try (RawServer server = RawServer.saying(wire -> {
            wire.say("220 mail\r\n");
            wire.hear();
            wire.say("250 STARTTLS\r\n");
            wire.hear();
            wire.say("220 Go on\r\n");
            wire.keepSilent();
        })) {
            Conversation conversation = talk(server, SHORT.multipliedBy(4));

            assertThat(conversation.trouble().orElseThrow().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(conversation.tls()).isEmpty();
        }
    }
}
