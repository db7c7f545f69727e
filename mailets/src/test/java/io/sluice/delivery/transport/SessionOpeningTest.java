package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.CAROL;
import static io.sluice.delivery.transport.Fixtures.HOST;
import static io.sluice.delivery.transport.Fixtures.route;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionOpeningTest extends TransportTest {
    @Test
    void keepsTheGreetingOfARefusedConnection() {
        receiver.greeting("421 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections");

        TransactionResult result = send(BOB, CAROL);

        String line = "421 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections";
        assertReply(refused(result, BOB), SmtpStage.CONNECT, line);
        assertReply(refused(result, CAROL), SmtpStage.CONNECT, line);
        assertThat(refused(result, BOB).remote().ip()).isEqualTo("127.0.0.1");
        assertThat(connections.statistics().failed()).isEqualTo(1);
    }

    @Test
    void keepsTheReplyToARefusedEhlo() {
        receiver.on("EHLO", "550 5.7.1 Service unavailable");

        assertReply(refused(send(BOB), BOB), SmtpStage.EHLO, "550 5.7.1 Service unavailable");
        assertThat(receiver.commands("HELO")).isEmpty();
    }

    @Test
    void keepsATemporaryReplyToEhlo() {
        receiver.on("EHLO", "451 4.7.500 Server busy");

        assertReply(refused(send(BOB), BOB), SmtpStage.EHLO, "451 4.7.500 Server busy");
    }

    @Test
    void fallsBackToHeloWhereEhloIsUnknown() {
        receiver.on("EHLO", "502 5.5.1 Command not implemented");

        accepted(send(BOB), BOB);
        assertThat(receiver.commands("HELO")).containsExactly("HELO client.sender.test");
    }

    @Test
    void connectsToTheAddressWithoutLookingUpTheName() {
        Route route = new Route(
                "no-such-host.invalid",
                receiver.address(),
                receiver.port(),
                settings().build());

        accepted(send(route, BOB), BOB);
    }

    @Test
    void connectsOverIpv6() throws IOException {
        InetAddress loopback = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assumeThat(hasIpv6(loopback)).isTrue();
        try (ScriptedReceiver six = new ScriptedReceiver(loopback)) {
            TransactionResult result = send(route(six), BOB);

            assertThat(accepted(result, BOB).remote().ip()).isEqualTo("0:0:0:0:0:0:0:1");
        }
    }

    @Test
    void bindsToTheLocalAddress() throws IOException {
        Route bound = settings().bind(ip(127, 0, 0, 2)).to(receiver);

        send(bound, BOB);

        assertThat(receiver.peers().get(0).clientAddress().getHostAddress()).isEqualTo("127.0.0.2");
    }

    @Test
    void mailPropertiesOverrideTheOtherSettings() {
        Route route =
                settings().extra("mail.smtp.localhost", "other.sender.test").to(receiver);

        send(route, BOB);

        assertThat(receiver.commands("EHLO")).containsExactly("EHLO other.sender.test");
    }

    @Test
    void thePortPropertyReplacesTheDefaultPort() {
        Route route = new Route(
                HOST,
                receiver.address(),
                25,
                settings()
                        .extra("mail.smtp.port", String.valueOf(receiver.port()))
                        .build());

        accepted(send(route, BOB), BOB);
    }

    @Test
    void authenticates() {
        receiver.offering("AUTH LOGIN PLAIN").on("AUTH PLAIN", "235 2.7.0 Authenticated");
        Route route = settings()
                .credentials("user", "secret")
                .extra("mail.smtp.auth.mechanisms", "PLAIN")
                .to(receiver);

        accepted(send(route, BOB), BOB);

        String expected = Base64.getEncoder().encodeToString("user\0user\0secret".getBytes(StandardCharsets.UTF_8));
        assertThat(receiver.commands("AUTH")).containsExactly("AUTH PLAIN " + expected);
    }

    @Test
    void keepsTheReplyToAFailedAuthentication() {
        receiver.offering("AUTH PLAIN")
                .on("AUTH PLAIN", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled");
        Route route = settings().credentials("user", "secret").to(receiver);

        assertReply(
                refused(send(route, BOB), BOB),
                SmtpStage.AUTH,
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled");
        assertThat(receiver.commands("MAIL")).isEmpty();
    }

    @Test
    void saysThatThereIsNoCommonMechanism() {
        receiver.offering("AUTH X-OTHER");
        Route route = settings().credentials("user", "secret").to(receiver);

        NoReply reply = (NoReply) refused(send(route, BOB), BOB);

        assertThat(reply.stage()).isEqualTo(SmtpStage.AUTH);
        assertThat(reply.text()).contains("X-OTHER").doesNotContain("secret");
    }

    @Test
    void reportsAClosedPort() throws IOException {
        Route route = route(receiver);
        receiver.close();

        assertNoReply(refused(send(route, BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.CONNECTION_REFUSED);
    }

    @Test
    void reportsAConnectionThatIsNotTakenInTime() throws IOException {
        List<Socket> queued = new ArrayList<>();
        // Nobody accepts, and the queue is full: further connections get no answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                queued.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            TransportSettings impatient =
                    settings().extra("mail.smtp.connectiontimeout", "300").build();
            Route route = new Route(HOST, full.getInetAddress(), full.getLocalPort(), impatient);

            assertNoReply(refused(send(route, BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.CONNECT_TIMED_OUT);
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void reportsAnAddressThatCannotBeReached() throws IOException {
        // Loopback cannot leave the machine.
        TransportSettings local = settings().bind(ip(127, 0, 0, 1)).build();
        Route route = new Route(HOST, ip(240, 0, 0, 1), 25, local);

        assertNoReply(refused(send(route, BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.UNREACHABLE);
    }

    @Test
    void reportsAMissingGreeting() {
        receiver.greeting((peer, line) -> peer.keepSilent());
        Route impatient = settings().timeout(Duration.ofMillis(300)).to(receiver);

        assertNoReply(refused(send(impatient, BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.READ_TIMED_OUT);
    }

    @Test
    void reportsAConnectionThatIsClosedWithoutAGreeting() {
        receiver.greeting((peer, line) -> peer.hangUp());

        assertNoReply(refused(send(BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.CONNECTION_RESET);
    }

    @Test
    void reportsAReset() {
        receiver.on("EHLO", (peer, line) -> peer.reset());

        assertNoReply(refused(send(BOB), BOB), SmtpStage.EHLO, NoReply.Kind.CONNECTION_RESET);
    }

    @Test
    void reportsAGreetingThatIsNotSmtp() {
        receiver.greeting("SSH-2.0-OpenSSH_9.2");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.GARBAGE);
    }

    @Test
    void reportsAGreetingOfTheWrongKind() {
        receiver.greeting("250 OK");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.CONNECT, NoReply.Kind.GARBAGE);
    }

    private static InetAddress ip(int... octets) throws IOException {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return InetAddress.getByAddress(bytes);
    }

    private static boolean hasIpv6(InetAddress loopback) {
        try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
