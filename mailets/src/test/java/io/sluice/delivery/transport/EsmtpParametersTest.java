package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.ALICE;
import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.body;
import static io.sluice.delivery.transport.Fixtures.envelope;
import static io.sluice.delivery.transport.Fixtures.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import io.sluice.reply.SmtpReply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EsmtpParametersTest extends TransportTest {
    private static final String EIGHT_BIT =
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n";
    private static final Envelope WITH_DSN = new Envelope(
            Optional.of(ALICE),
            List.of(new EnvelopeRecipient(BOB, Optional.of("FAILURE,DELAY"), Optional.of("rfc822;" + BOB))),
            Optional.of("HDRS"),
            Optional.of("QQ314159"));

    @Test
    void statesTheSizeWhereItIsAskedFor() {
        receiver.offering("SIZE 1000000");

        connections.send(route(receiver), envelope(BOB), body("1234567890"));

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + "> SIZE=10");
    }

    @Test
    void declaresAnEightBitBody() {
        receiver.offering("8BITMIME");

        connections.send(route(receiver), envelope(BOB), body(EIGHT_BIT));

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + "> BODY=8BITMIME");
        assertThat(receiver.messages()).containsExactly(EIGHT_BIT);
    }

    @Test
    void declaresNothingForASevenBitBody() {
        receiver.offering("8BITMIME");

        send(BOB);

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + ">");
    }

    @Test
    void convertsAnEightBitBodyForAReceiverThatCannotTakeIt() {
        connections.send(route(receiver), envelope(BOB), body(EIGHT_BIT));

        assertThat(receiver.messages()).singleElement().asString().contains("quoted-printable", "Gr=C3=BC=C3=9Fe");
    }

    @Test
    void asksForInternationalMailWhenAnAddressNeedsIt() {
        receiver.offering("SMTPUTF8");

        TransactionResult result = send("björn@receiver.test");

        accepted(result, "björn@receiver.test");
        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + "> SMTPUTF8");
        assertThat(receiver.commands("RCPT")).containsExactly("RCPT TO:<björn@receiver.test>");
    }

    @Test
    void refusesOnlyTheInternationalRecipientWhereThatIsNotOffered() {
        TransactionResult result = send("björn@receiver.test", BOB);

        SmtpReply reply = (SmtpReply) refused(result, "björn@receiver.test");
        assertThat(reply.code()).isEqualTo(553);
        assertThat(reply.enhancedCode().orElseThrow()).hasToString("5.6.7");
        assertThat(reply.recipient()).contains("björn@receiver.test");
        accepted(result, BOB);
        assertThat(receiver.commands("RCPT")).containsExactly("RCPT TO:<" + BOB + ">");
    }

    @Test
    void passesDeliveryStatusParametersOn() {
        receiver.offering("DSN");

        connections.send(route(receiver), WITH_DSN, body());

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + "> RET=HDRS ENVID=QQ314159");
        assertThat(receiver.commands("RCPT"))
                .containsExactly("RCPT TO:<" + BOB + "> NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + BOB);
    }

    @Test
    void omitsDeliveryStatusParametersWhereTheyAreNotOffered() {
        connections.send(route(receiver), WITH_DSN, body());

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + ">");
        assertThat(receiver.commands("RCPT")).containsExactly("RCPT TO:<" + BOB + ">");
    }

    @Test
    void omitsAParameterThatWouldBecomeACommand() {
        receiver.offering("DSN");
        Envelope hostile = new Envelope(
                Optional.of(ALICE), List.of(Fixtures.recipient(BOB)), Optional.empty(), Optional.of("a\r\nQUIT"));

        connections.send(route(receiver), hostile, body());

        assertThat(receiver.commands("MAIL")).containsExactly("MAIL FROM:<" + ALICE + ">");
        assertThat(receiver.commands("QUIT")).isEmpty();
    }
}
