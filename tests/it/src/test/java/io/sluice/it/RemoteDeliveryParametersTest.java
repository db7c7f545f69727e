package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SessionRecord;
import io.sluice.testkit.smtp.Stage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters mean what they mean for stock RemoteDelivery, and ours what the reference says. */
class RemoteDeliveryParametersTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "delayTime", "300 ms, 600 ms")
                .mailet(Sluice.MAILET, "maxRetries", "3")
                .mailet(Sluice.MAILET, "startTLS", "false")
                .mailet(Sluice.MAILET, "heloName", "mail.sender.example")
                .mailet(Sluice.MAILET, "bind", "127.0.0.31")
                .mailet(Sluice.MAILET, "maxConnections", "2")
                .mailet(Sluice.MAILET, "maxMessagesPerConnection", "3")
                .mailet(Sluice.MAILET, "maxRecipientsPerTransaction", "2"));
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
    void givesUpAfterTheRetriesOfAnExplicitSchedule() {
        Rule later = sluice.consumer().smtp().when(Stage.MAIL);
        later.answers("451 4.7.1 Not now");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        sluice.awaitNothingLeft();
        assertThat(later.applied()).isEqualTo(4);
        assertThat(bounced.attribute("delivery-error")).isEqualTo("451 4.7.1 Not now");
        assertThat(bounced.attribute("is-delivery-permanent-error")).isEqualTo("false");
        assertThat(bounced.attribute("sluice.attempts")).isEqualTo("4");
        assertThat(sluice.deferred().of(mail)).hasSize(3);
        assertThat(sluice.awaitNotification(mail)).contains("451 4.7.1 Not now");
    }

    @Test
    void introducesItselfByHeloNameFromTheBoundAddress() {
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().smtp().sessions())
                .hasSize(1)
                .allSatisfy(session -> assertThat(session.heloName()).isEqualTo("mail.sender.example"))
                .allSatisfy(session -> assertThat(session.peer()).isEqualTo("127.0.0.31"));
        assertThat(sluice.lane("127.0.0.31/consumer").accepted()).isPositive();
    }

    @Test
    void encryptsAtOnceWhereTheReceiverInsists() {
        sluice.business().demandsTls();
        ProbeMail mail = ProbeMail.to("bob@contoso.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(sluice.business().ledger().accepted()).hasSize(1).allMatch(AcceptedMail::tls);
        assertThat(sluice.business().ledger().refusalCount()).isEqualTo(1);
        assertThat(sluice.deferred().of(mail)).isEmpty();
        sluice.business().smtp().withhold(Extension.STARTTLS);
    }

    @Test
    void staysWithinItsLimits() {
        List<ProbeMail> mails = IntStream.range(0, 20)
                .mapToObj(number ->
                        ProbeMail.to("a" + number + "@hotmail.com", "b" + number + "@hotmail.com", "c@hotmail.com"))
                .toList();

        sluice.submit(mails);

        assertThat(sluice.awaitDelivered(mails)).hasSize(60).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().mostConnections()).isLessThanOrEqualTo(2);
        assertThat(sluice.consumer().ledger().accepted())
                .hasSize(40)
                .allSatisfy(accepted -> assertThat(accepted.recipients()).hasSizeLessThanOrEqualTo(2));
        assertThat(sluice.consumer().smtp().sessions())
                .extracting(SessionRecord::accepted)
                .allMatch(accepted -> accepted <= 3);
        assertThat(sluice.consumer().ledger().connections()).isBetween(14L, 22L);
    }
}
