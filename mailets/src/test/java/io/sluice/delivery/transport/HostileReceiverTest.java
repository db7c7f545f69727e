package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.body;
import static io.sluice.delivery.transport.Fixtures.envelope;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostileReceiverTest extends TransportTest {
    @Test
    void aReplyThatDripsIsCutOff() {
        receiver.on("MAIL", HostileReceiverTest::drip);
        Route impatient = settings().timeout(Duration.ofMillis(500)).to(receiver);

        assertNoReply(refused(send(impatient, BOB), BOB), SmtpStage.MAIL, NoReply.Kind.READ_TIMED_OUT);
    }

    @Test
    void aLineWithoutEndIsCutOff() {
        receiver.on("MAIL", (peer, line) -> {
            peer.sayRaw("250 ");
            while (true) {
                peer.sayRaw("x".repeat(1000));
            }
        });

        assertNoReply(refused(send(BOB), BOB), SmtpStage.MAIL, NoReply.Kind.GARBAGE);
    }

    @Test
    void aReplyWithoutALastLineIsCutOff() {
        receiver.on("MAIL", (peer, line) -> {
            while (true) {
                peer.sayRaw("250-x\r\n".repeat(100));
            }
        });

        assertNoReply(refused(send(BOB), BOB), SmtpStage.MAIL, NoReply.Kind.GARBAGE);
    }

    @Test
    void aLongButFiniteReplyIsRead() {
        receiver.on("MAIL", "550-5.7.1 x\r\n".repeat(500) + "550 5.7.1 end");

        SmtpReply reply = (SmtpReply) refused(send(BOB), BOB);

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.line().length()).isLessThanOrEqualTo(SmtpReply.MAXIMUM_TEXT);
    }

    @Test
    void bytesThatAreNoReplyEndTheSession() {
        receiver.on("RCPT", "<html>\u0000\u001b[31m</html>");

        TransactionResult result = send(BOB);

        assertNoReply(refused(result, BOB), SmtpStage.RCPT, NoReply.Kind.GARBAGE);
        assertThat(refused(result, BOB).text()).doesNotContain("\u001b", "\u0000");
        assertThat(connections.statistics().open()).isZero();
    }

    @Test
    void aCodeOutsideTheProtocolEndsTheSession() {
        receiver.on("RCPT", "+25 not a code");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.RCPT, NoReply.Kind.GARBAGE);
    }

    @Test
    void anIntermediateReplyWhereItMakesNoSenseEndsTheSession() {
        receiver.on("RCPT", "354 Go ahead");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.RCPT, NoReply.Kind.GARBAGE);
        assertThat(receiver.commands("DATA")).isEmpty();
    }

    @Test
    void aReplyTooManyIsNotTakenForTheNextOne() {
        receiver.on("RCPT", "250 2.1.5 OK\r\n250 2.1.5 once more");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.DATA, NoReply.Kind.GARBAGE);
        assertThat(receiver.commands("DATA")).isEmpty();
    }

    @Test
    void anEarlyYesIsNotTakenForTheReplyToTheMessage() {
        receiver.on("DATA", "354 Go ahead\r\n250 2.6.0 Queued");

        assertNoReply(refused(send(BOB), BOB), SmtpStage.DATA, NoReply.Kind.GARBAGE);
    }

    @Test
    void aReceiverThatDoesNotReadTheMessageIsLeft() {
        CountDownLatch left = new CountDownLatch(1);
        receiver.on("DATA", (peer, line) -> {
            peer.say("354 Go ahead");
            await(left, 20_000);
        });
        Route impatient = settings().timeout(Duration.ofMillis(500)).to(receiver);

        TransactionResult result = connections.send(impatient, envelope(BOB), body("x".repeat(20_000_000)));
        left.countDown();

        assertNoReply(refused(result, BOB), SmtpStage.DATA, NoReply.Kind.READ_TIMED_OUT);
    }

    @Test
    void aReceiverThatDoesNotAnswerResetCostsOnlyTheConnection() {
        receiver.on("RCPT", "550 5.1.1 No such user").on("RSET", (peer, line) -> peer.reset());

        assertReply(refused(send(BOB), BOB), SmtpStage.RCPT, "550 5.1.1 No such user");
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.BROKEN, 1L);
    }

    /** A byte now and then, always before a time-out of half a second. */
    static void drip(ScriptedReceiver.Peer peer, String line) throws IOException {
        for (int i = 0; i < 200; i++) {
            peer.sayRaw("2");
            await(new CountDownLatch(1), 100);
        }
    }

    private static void await(CountDownLatch latch, long millis) throws IOException {
        try {
            if (!latch.await(millis, TimeUnit.MILLISECONDS) && millis > 1000) {
                throw new IOException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
