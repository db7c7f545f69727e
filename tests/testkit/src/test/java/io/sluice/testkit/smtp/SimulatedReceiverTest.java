package io.sluice.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SimulatedReceiverTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimulatedReceiver receiver = SimulatedReceiver.named("mx.example.org")
            .offering(Extension.STARTTLS)
            .start();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void takesMailAndRemembersIt() throws Exception {
        try (var client = new TestClient(receiver).greeted()) {
            String reply =
                    client.sendMail("b@contoso.com", "X-Probe-Id: 7\r\nSubject: folded\r\n subject\r\n\r\n..body");
            client.say("QUIT");

            assertThat(reply).startsWith("250 ");
        }
        receiver.ledger().awaitNoConnection(SOON);
        assertThat(receiver.ledger().accepted()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("a@example.org");
            assertThat(mail.recipients()).containsExactly("b@contoso.com");
            assertThat(mail.content()).endsWith("\r\n\r\n.body\r\n");
            assertThat(mail.size()).isEqualTo(mail.content().length());
            assertThat(mail.header("x-probe-id")).contains("7");
            assertThat(mail.header("Subject")).contains("folded subject");
        });
        assertThat(receiver.sessions()).singleElement().satisfies(session -> {
            assertThat(session.heloName()).isEqualTo("client.example.org");
            assertThat(session.transactions()).isEqualTo(1);
            assertThat(session.quit()).isTrue();
            assertThat(session.open()).isFalse();
        });
    }

    @Test
    void countsCopiesOfAMail() throws Exception {
        try (var client = new TestClient(receiver).greeted()) {
            client.sendMail("b@contoso.com", "X-Probe-Id: 1\r\n\r\n");
            client.sendMail("b@contoso.com", "X-Probe-Id: 1\r\n\r\n");
            client.sendMail("b@contoso.com", "X-Probe-Id: 2\r\n\r\n");
        }
        assertThat(receiver.ledger().deliveries("X-Probe-Id"))
                .containsEntry(new Ledger.Delivery("1", "b@contoso.com"), 2)
                .containsEntry(new Ledger.Delivery("2", "b@contoso.com"), 1)
                .hasSize(2);
    }

    @Test
    void refusesTheFirstThenAccepts() throws Exception {
        receiver.when(Stage.MAIL).first(2).answers("451 4.7.500 Server busy.");
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).isEqualTo("451 4.7.500 Server busy.");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
        assertThat(receiver.ledger().refusals())
                .extracting(Refusal::stage, Refusal::code, Refusal::sender)
                .hasSize(2)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(Stage.MAIL, 451, "a@example.org"));
    }

    @Test
    void countsOccurrencesForEachRecipient() throws Exception {
        receiver.when(Stage.RCPT).each(Conversation::recipient).first(1).answers("450 4.2.0 greylisted");
        try (var client = new TestClient(receiver).greeted()) {
            client.say("MAIL FROM:<>");
            assertThat(client.say("RCPT TO:<a@contoso.com>")).startsWith("450");
            assertThat(client.say("RCPT TO:<b@contoso.com>")).startsWith("450");
            assertThat(client.say("RCPT TO:<a@contoso.com>")).startsWith("250");
        }
    }

    @Test
    void refusesOneRecipientOfMany() throws Exception {
        receiver.when(Stage.RCPT).localPart("gone").answers("550 5.4.1 Recipient address rejected: Access denied");
        try (var client = new TestClient(receiver).greeted()) {
            client.say("MAIL FROM:<a@example.org>");
            client.say("RCPT TO:<here@contoso.com>");
            client.say("RCPT TO:<gone@contoso.com>");
            client.say("DATA");
            client.say(".");
        }
        assertThat(receiver.ledger().accepted().get(0).recipients()).containsExactly("here@contoso.com");
        assertThat(receiver.ledger().refusals().get(0).recipient()).isEqualTo("gone@contoso.com");
    }

    @Test
    void refusesTheConnectionWithAGreetingOfSeveralLinesAndCloses() throws Exception {
        receiver.when(Stage.CONNECT).answersAndCloses("421 4.3.2 first\n4.3.2 second");
        try (var client = new TestClient(receiver)) {
            assertThat(client.reply()).isEqualTo("421 4.3.2 second");
            assertThat(client.reply()).isNull();
        }
    }

    @Test
    void dropsTheConnectionAfterTheMessage() throws Exception {
        receiver.when(Stage.END_OF_DATA).first(1).drops();
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).isNull();
        }
        assertThat(receiver.ledger().acceptedMails()).isZero();
        assertThat(receiver.ledger().refusalsByCode()).containsEntry(0, 1L);
    }

    @Test
    void acceptsButLosesTheReply() throws Exception {
        receiver.when(Stage.END_OF_DATA).acceptsAndLosesTheReply();
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).isNull();
        }
        assertThat(receiver.ledger().acceptedMails()).isEqualTo(1);
    }

    @Test
    void stallsUntilReleased() throws Exception {
        Stall stall = receiver.when(Stage.MAIL).stalls();
        try (var client = new TestClient(receiver).greeted()) {
            client.send("MAIL FROM:<a@example.org>\r\n");
            stall.awaitWaiting(1, SOON);

            stall.releaseWith(Answer.reply("421 4.4.2 too late"));

            assertThat(client.reply()).isEqualTo("421 4.4.2 too late");
        }
    }

    @Test
    void closesWhileASessionStalls() throws Exception {
        Stall stall = receiver.when(Stage.MAIL).stalls();
        try (var client = new TestClient(receiver).greeted()) {
            client.send("MAIL FROM:<a@example.org>\r\n");
            stall.awaitWaiting(1, SOON);

            receiver.close();

            assertThat(receiver.ledger().openConnections()).isZero();
        }
    }

    @Test
    void sendsGarbage() throws Exception {
        receiver.when(Stage.MAIL).sends("\u0000garbage\r\n".getBytes(StandardCharsets.UTF_8));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.say("MAIL FROM:<a@example.org>")).isEqualTo("\u0000garbage");
        }
    }

    @Test
    void encryptsAfterStartTls() throws Exception {
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.say("STARTTLS")).startsWith("220");
            client.startTls(TestClient.trustingTheTestKit());
            client.say("EHLO client.example.org");

            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
        assertThat(receiver.ledger().accepted().get(0).tls()).isTrue();
    }

    @Test
    void withholdsAnExtension() throws Exception {
        receiver.withhold(Extension.STARTTLS);
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.say("STARTTLS")).startsWith("503");
        }
    }

    @Test
    void answersPipelinedCommandsInOrder() throws Exception {
        try (var client = new TestClient(receiver).greeted()) {
            client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@contoso.com>\r\nDATA\r\n");

            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("354");
        }
    }

    @Test
    void refusesConnectionsWhileItIsDownAndTakesThemAgainOnTheSamePort() throws Exception {
        receiver.down();
        assertThatThrownBy(() -> new TestClient(receiver)).isInstanceOf(ConnectException.class);

        receiver.up();

        try (var client = new TestClient(receiver)) {
            assertThat(client.reply()).startsWith("220 mx.example.org");
        }
    }

    @Test
    void waitsForMailThatIsStillToCome() throws Exception {
        var waiting = CompletableFuture.runAsync(() -> receiver.ledger().awaitAccepted(1, SOON));
        try (var client = new TestClient(receiver).greeted()) {
            client.sendMail("b@contoso.com", "");
        }
        assertThat(waiting).succeedsWithin(SOON);
        assertThatThrownBy(() -> receiver.ledger().awaitAccepted(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 instead of 2 mails");
    }

    @Test
    void namesAReplyThatIsNone() {
        assertThatThrownBy(() -> receiver.when(Stage.MAIL).answers("hello"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hello");
    }
}
