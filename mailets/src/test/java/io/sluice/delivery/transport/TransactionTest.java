package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.ALICE;
import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.CAROL;
import static io.sluice.delivery.transport.Fixtures.DAVE;
import static io.sluice.delivery.transport.Fixtures.body;
import static io.sluice.delivery.transport.Fixtures.envelope;
import static io.sluice.delivery.transport.Fixtures.route;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionTest extends TransportTest {
    @Test
    void acceptsEachRecipientOnlyWithTheReplyToTheEndOfData() {
        TransactionResult result = send(BOB, CAROL);

        assertReply(accepted(result, BOB), SmtpStage.END_OF_DATA, "250 2.6.0 Queued");
        assertReply(accepted(result, CAROL), SmtpStage.END_OF_DATA, "250 2.6.0 Queued");
        assertThat(receiver.messages()).containsExactly("Subject: hello\r\n\r\nHello Bob\r\n");
    }

    @Test
    void needsNoMoreCommandsThanTheTransactionHas() {
        send(BOB);

        assertThat(receiver.commands())
                .containsExactly(
                        "EHLO client.sender.test", "MAIL FROM:<" + ALICE + ">", "RCPT TO:<" + BOB + ">", "DATA");
    }

    @Test
    void sendsTheNullSender() {
        Envelope bounce =
                new Envelope(Optional.empty(), List.of(Fixtures.recipient(BOB)), Optional.empty(), Optional.empty());

        connections.send(route(receiver), bounce, body());

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<>");
    }

    @Test
    void keepsLinesThatBeginWithADotAndMakesLineEndsCanonical() {
        connections.send(route(receiver), envelope(BOB), body(".one\n..two\r\n.\r\nno end"));

        assertThat(receiver.messages()).containsExactly(".one\r\n..two\r\n.\r\nno end\r\n");
    }

    @Test
    void givesARefusalOfMailToEveryRecipient() {
        receiver.on("MAIL", "451 4.7.650 The mail server has been temporarily rate limited (S775)");

        TransactionResult result = send(BOB, CAROL);

        String line = "451 4.7.650 The mail server has been temporarily rate limited (S775)";
        assertReply(refused(result, BOB), SmtpStage.MAIL, line);
        assertReply(refused(result, CAROL), SmtpStage.MAIL, line);
        assertThat(refused(result, BOB).recipient()).isEmpty();
        assertThat(receiver.commands("RCPT")).isEmpty();
    }

    @Test
    void givesEachRefusedRecipientItsOwnReply() {
        receiver.on("RCPT TO:<" + BOB, "550 5.1.10 Recipient not found");
        receiver.on("RCPT TO:<" + CAROL, "452 4.2.2 Mailbox full");

        TransactionResult result = send(BOB, CAROL, DAVE);

        assertReply(refused(result, BOB), SmtpStage.RCPT, "550 5.1.10 Recipient not found");
        assertThat(refused(result, BOB).recipient()).contains(BOB);
        assertReply(refused(result, CAROL), SmtpStage.RCPT, "452 4.2.2 Mailbox full");
        assertThat(refused(result, CAROL).recipient()).contains(CAROL);
        assertReply(accepted(result, DAVE), SmtpStage.END_OF_DATA, "250 2.6.0 Queued");
    }

    @Test
    void takesAPositiveButOddReplyToARecipientForYes() {
        receiver.on("RCPT", "251 2.1.5 User not local; will forward");

        assertReply(accepted(send(BOB), BOB), SmtpStage.END_OF_DATA, "250 2.6.0 Queued");
    }

    @Test
    void takesAPositiveButOddReplyToTheEndOfDataForYes() {
        receiver.on(".", "252 2.6.0 Whatever");

        assertReply(accepted(send(BOB), BOB), SmtpStage.END_OF_DATA, "252 2.6.0 Whatever");
    }

    @Test
    void readsAReplyOfSeveralLines() {
        receiver.on("RCPT", "550-5.7.1 Unfortunately, messages\r\n550 5.7.1 weren't sent (S3150)");

        assertReply(refused(send(BOB), BOB), SmtpStage.RCPT, "550 5.7.1 Unfortunately, messages weren't sent (S3150)");
    }

    @Test
    void sendsARepeatedRecipientOnce() {
        send(BOB, BOB);

        assertThat(receiver.commands("RCPT")).hasSize(1);
    }

    @Test
    void doesNotBeginDataWhenAllRecipientsWereRefused() {
        receiver.on("RCPT", "550 5.1.1 No such user");

        send(BOB, CAROL);

        assertThat(receiver.commands("DATA")).isEmpty();
        assertThat(receiver.commands("RSET")).hasSize(1);
    }

    @Test
    void keepsTheSessionAfterARefusal() {
        receiver.on("RCPT TO:<" + BOB, "550 5.1.1 No such user");

        send(BOB);
        TransactionResult next = send(CAROL);

        accepted(next, CAROL);
        assertThat(receiver.peers()).hasSize(1);
    }

    @Test
    void givesARefusalOfDataToTheRecipientsThatWereAcceptedSoFar() {
        receiver.on("RCPT TO:<" + BOB, "550 5.1.1 No such user");
        receiver.on("DATA", "451 4.3.2 Not now");

        TransactionResult result = send(BOB, CAROL);

        assertReply(refused(result, BOB), SmtpStage.RCPT, "550 5.1.1 No such user");
        assertReply(refused(result, CAROL), SmtpStage.DATA, "451 4.3.2 Not now");
    }

    @Test
    void givesARefusalOfTheMessageToTheRecipientsThatWereAcceptedSoFar() {
        receiver.on(".", "550 5.7.509 Access denied, sending domain does not pass DMARC verification");

        TransactionResult result = send(BOB, CAROL);

        String line = "550 5.7.509 Access denied, sending domain does not pass DMARC verification";
        assertReply(refused(result, BOB), SmtpStage.END_OF_DATA, line);
        assertReply(refused(result, CAROL), SmtpStage.END_OF_DATA, line);
    }

    @Test
    void endsTheSessionAfterClosingAtARecipient() {
        receiver.on("RCPT TO:<" + CAROL, "421 4.7.0 Closing");

        TransactionResult result = send(BOB, CAROL, DAVE);

        assertReply(notTried(result, BOB), SmtpStage.RCPT, "421 4.7.0 Closing");
        assertReply(refused(result, CAROL), SmtpStage.RCPT, "421 4.7.0 Closing");
        assertReply(notTried(result, DAVE), SmtpStage.RCPT, "421 4.7.0 Closing");
        assertThat(receiver.commands("RCPT")).hasSize(2);
        assertThat(receiver.commands("RSET")).isEmpty();
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.BROKEN, 1L);
    }

    @Test
    void tellsWhichRecipientTheConnectionWasLostAt() {
        receiver.on("RCPT TO:<" + CAROL, (peer, line) -> peer.reset());

        TransactionResult result = send(BOB, CAROL, DAVE);

        assertNoReply(notTried(result, BOB), SmtpStage.RCPT, NoReply.Kind.CONNECTION_RESET);
        assertNoReply(refused(result, CAROL), SmtpStage.RCPT, NoReply.Kind.CONNECTION_RESET);
        assertThat(refused(result, CAROL).recipient()).contains(CAROL);
        assertNoReply(notTried(result, DAVE), SmtpStage.RCPT, NoReply.Kind.CONNECTION_RESET);
    }

    @Test
    void closesTheSessionWhenMailIsAnsweredWithClosing() {
        receiver.on("MAIL", "421 4.7.0 Too many messages");

        assertReply(refused(send(BOB), BOB), SmtpStage.MAIL, "421 4.7.0 Too many messages");
        assertThat(connections.statistics().open()).isZero();
        assertThat(receiver.peers()).hasSize(1);
    }

    @Test
    void aConnectionLostAfterTheFinalDotIsRecognisableByItsStage() {
        receiver.on(".", (peer, line) -> peer.reset());

        assertNoReply(refused(send(BOB), BOB), SmtpStage.END_OF_DATA, NoReply.Kind.CONNECTION_RESET);
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void aTimeOutAfterTheFinalDotIsRecognisableByItsStage() {
        receiver.on(".", (peer, line) -> peer.keepSilent());
        Route impatient = settings().timeout(Duration.ofMillis(300)).to(receiver);

        assertNoReply(refused(send(impatient, BOB), BOB), SmtpStage.END_OF_DATA, NoReply.Kind.READ_TIMED_OUT);
    }

    @Test
    void aConnectionLostWithinTheMessageIsNoPossibleDuplicate() {
        receiver.on("DATA", (peer, line) -> {
            peer.say("354 Go ahead");
            peer.reset();
        });

        TransactionResult result =
                connections.send(route(receiver), envelope(BOB), body("x".repeat(70) + "\r\n".repeat(8_000_000)));

        assertNoReply(refused(result, BOB), SmtpStage.DATA, NoReply.Kind.CONNECTION_RESET);
    }

    @Test
    void keepsARefusalThatComesBeforeTheEndOfTheMessage() {
        receiver.on("DATA", "354 Go ahead\r\n552 5.3.4 Too big");

        TransactionResult result = send(BOB);

        assertReply(refused(result, BOB), SmtpStage.DATA, "552 5.3.4 Too big");
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void refusesAnAddressThatWouldLeaveItsCommandLine() {
        String address = "eve@receiver.test>\r\nRCPT TO:<" + BOB;

        TransactionResult result = send(address, CAROL);

        assertThat(((SmtpReply) refused(result, address)).enhancedCode().orElseThrow())
                .hasToString("5.1.3");
        accepted(result, CAROL);
        assertThat(receiver.commands("RCPT")).containsExactly("RCPT TO:<" + CAROL + ">");
    }
}
