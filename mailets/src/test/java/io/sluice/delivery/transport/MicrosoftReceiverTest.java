package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.CAROL;
import static io.sluice.delivery.transport.Fixtures.body;
import static io.sluice.delivery.transport.Fixtures.envelope;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.RecipientOutcome.Accepted;
import io.sluice.delivery.transport.RecipientOutcome.Refused;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.testkit.microsoft.MicrosoftReceiver;
import io.sluice.testkit.microsoft.Service;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client and a receiver that speaks as Microsoft's do. */
class MicrosoftReceiverTest {
    private final MicrosoftReceiver microsoft = MicrosoftReceiver.start(Service.CONSUMER);
    private final PooledConnections connections = new PooledConnections(InstantSource.system());
    private final Route route = new Route(
            microsoft.smtp().host(),
            microsoft.smtp().address(),
            microsoft.smtp().port(),
            settings().build());

    @AfterEach
    void stop() {
        connections.close();
        microsoft.close();
    }

    @Test
    void deliversEveryMessageOverOneConnection() {
        for (int i = 0; i < 20; i++) {
            assertThat(send(BOB).outcomes().get(BOB)).isInstanceOf(Accepted.class);
        }

        assertThat(microsoft.ledger().acceptedMails()).isEqualTo(20);
        assertThat(microsoft.ledger().connections()).isEqualTo(1);
    }

    @Test
    void keepsTheWholeThrottlingReply() {
        microsoft.throttles();

        SmtpReply reply = (SmtpReply) ((Refused) send(BOB).outcomes().get(BOB)).reply();

        assertThat(reply.code()).isEqualTo(451);
        assertThat(reply.enhancedCode().orElseThrow()).hasToString("4.7.650");
        assertThat(reply.stage()).isEqualTo(SmtpStage.MAIL);
        assertThat(reply.line()).contains("rate limited", "(S775)", route.hostName());
    }

    @Test
    void aMessageIsAcceptedForSomeAndRefusedForOthers() {
        microsoft
                .smtp()
                .when(Stage.RCPT)
                .recipient(BOB)
                .answers("550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).");

        TransactionResult result = send(BOB, CAROL);

        assertThat(((Refused) result.outcomes().get(BOB)).reply().recipient()).contains(BOB);
        assertThat(result.outcomes().get(CAROL)).isInstanceOf(Accepted.class);
        AcceptedMail mail = microsoft.ledger().accepted().get(0);
        assertThat(mail.recipients()).containsExactly(CAROL);
    }

    @Test
    void sendsEightBitsUnchanged() {
        String text = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n";
        MessageBody eightBit = body(text);

        connections.send(route, envelope(BOB), eightBit);

        assertThat((long) microsoft.ledger().accepted().get(0).size()).isEqualTo(eightBit.size());
    }

    @Test
    void survivesThatTheReceiverDropsItsIdleConnections() {
        send(BOB);
        microsoft.smtp().dropConnections();
        microsoft.ledger().awaitNoConnection(Duration.ofSeconds(10));

        assertThat(send(BOB).outcomes().get(BOB)).isInstanceOf(Accepted.class);

        assertThat(microsoft.ledger().acceptedMails()).isEqualTo(2);
    }

    private TransactionResult send(String... recipients) {
        return connections.send(route, envelope(recipients), body());
    }
}
