package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Answer;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All mail through Microsoft's own smarthost, with a login. */
class GatewayTest {
    private static Sluice sluice;
    private static SimulatedReceiver smarthost;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> {
            world.dns().a("smtp.office365.com", "127.0.0.16");
            return james.mailet(Sluice.MAILET, "gateway", "smtp.office365.com:" + world.port())
                    .mailet(Sluice.MAILET, "gatewayUsername", "relay@contoso.com")
                    .mailet(Sluice.MAILET, "gatewayPassword", "a secret");
        });
        smarthost = sluice.receiver("DB7PR04CA0012.eurprd04.prod.outlook.com", "127.0.0.16");
        smarthost.offer(Extension.AUTH);
        smarthost.offer(Extension.STARTTLS);
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @Test
    void sendsAllRecipientsOfAMailToTheGatewayInOneTransactionAfterALogin() {
        Rule login = smarthost.when(Stage.AUTH);
        login.does(c -> Answer.accept());
        ProbeMail mail = ProbeMail.to("ann@hotmail.com", "bob@contoso.com");

        sluice.submit(mail);

        smarthost.ledger().awaitAccepted(1, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(smarthost.ledger().accepted())
                .extracting(accepted -> Set.copyOf(accepted.recipients()))
                .containsExactly(Set.of("ann@hotmail.com", "bob@contoso.com"));
        assertThat(smarthost.ledger().accepted()).allMatch(AcceptedMail::tls);
        assertThat(login.applied()).isEqualTo(1);
        assertThat(sluice.consumer().ledger().connections()).isZero();
        assertThat(sluice.business().ledger().connections()).isZero();
        assertThat(sluice.lane("smtp.office365.com/submission").accepted()).isPositive();
    }

    @Test
    void keepsMailWhileTheLoginIsRefused() {
        Rule login = smarthost.when(Stage.AUTH).first(1);
        login.answers("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        smarthost.ledger().awaitAccepted(1, Awaiting.SOON);
        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attribute("sluice.stage")).isEqualTo("auth");
        assertThat(deferred.attribute("sluice.reply")).startsWith("535 5.7.139");
        assertThat(sluice.bounced().of(mail)).isEmpty();
        assertThat(login.applied()).isEqualTo(1);
    }

    @Test
    void waitsForTheQuotaOfTheAccount() {
        smarthost
                .when(Stage.END_OF_DATA)
                .first(1)
                .answers("550 5.1.90 Your message can't be sent because you've reached your daily limit");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        smarthost.ledger().awaitAccepted(1, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(sluice.deferred().await(mail).attribute("sluice.class")).isEqualTo("sending-limit");
        assertThat(sluice.bounced().of(mail)).isEmpty();
        assertThat(smarthost.ledger().acceptedMails()).isEqualTo(1);
    }
}
