package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each recipient of a mail has its own outcome. */
@ExtendWith(SharedSluice.class)
class RecipientTest {
    private static final String UNKNOWN =
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient gone@contoso.com not found by SMTP address lookup";
    private static final String BUSY = "452 4.2.2 Mailbox busy; try again later";

    private final Sluice sluice;

    RecipientTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @Test
    void deliversBouncesAndWaitsForRecipientsOfOneTransaction() {
        sluice.business().smtp().when(Stage.RCPT).localPart("gone").answers(UNKNOWN);
        Rule busy = sluice.business().smtp().when(Stage.RCPT).localPart("busy").first(2);
        busy.answers(BUSY);
        ProbeMail mail = ProbeMail.to("fine@contoso.com", "gone@contoso.com", "busy@contoso.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        assertThat(bounced.recipients()).containsExactly("gone@contoso.com");
        assertThat(bounced.attribute("delivery-error")).isEqualTo(UNKNOWN);
        assertThat(bounced.attribute("delivery-error-code")).isEqualTo("550");
        assertThat(bounced.attribute("is-delivery-permanent-error")).isEqualTo("true");
        assertThat(bounced.attribute("sluice.class")).isEqualTo("recipient-invalid");
        Awaiting.until("both others", () -> sluice.business().ledger().acceptedRecipients() == 2);
        sluice.awaitNothingLeft();
        assertThat(sluice.business().ledger().accepted())
                .extracting(AcceptedMail::recipients)
                .containsExactly(List.of("fine@contoso.com"), List.of("busy@contoso.com"));
        assertThat(busy.applied()).isEqualTo(2);
        assertThat(sluice.deferred().of(mail)).hasSize(2).allSatisfy(deferred -> {
            assertThat(deferred.recipients()).containsExactly("busy@contoso.com");
            assertThat(deferred.attribute("delivery-error")).isEqualTo(BUSY);
            assertThat(deferred.attribute("sluice.class")).isEqualTo("mailbox-unavailable");
        });
        assertThat(sluice.bounced().of(mail)).hasSize(1);
        assertThat(sluice.awaitNotification(mail)).contains("5.1.10").doesNotContain("4.2.2");
    }

    @Test
    void sendsRecipientsOfOtherRegionsAtOnceInAnotherTransaction() {
        sluice.consumer().splitsRegions(recipient -> recipient.substring(0, 2));
        LaneLine before = sluice.consumerLane();
        ProbeMail mail = ProbeMail.to("eu1@hotmail.com", "us1@hotmail.com", "eu2@hotmail.com", "us2@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(4).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().accepted())
                .extracting(accepted -> Set.copyOf(accepted.recipients()))
                .containsExactlyInAnyOrder(
                        Set.of("eu1@hotmail.com", "eu2@hotmail.com"), Set.of("us1@hotmail.com", "us2@hotmail.com"));
        assertThat(sluice.consumerLane().attempts() - before.attempts()).isEqualTo(1);
        assertThat(sluice.consumerLane().deferrals()).isEqualTo(before.deferrals());
        assertThat(sluice.deferred().of(mail)).isEmpty();
    }

    @Test
    void sendsTheRestOfTooManyRecipientsAtOnce() {
        sluice.business().allowsRecipients(3);
        LaneLine before = sluice.businessLane();
        ProbeMail mail = ProbeMail.to(IntStream.rangeClosed(1, 7)
                .mapToObj(number -> "r" + number + "@contoso.com")
                .toArray(String[]::new));

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(7).allSatisfy(Sluice::once);
        assertThat(sluice.business().ledger().acceptedMails()).isBetween(3L, 7L);
        assertThat(sluice.businessLane().attempts() - before.attempts()).isEqualTo(1);
        assertThat(sluice.businessLane().deferrals()).isEqualTo(before.deferrals());
        assertThat(sluice.deferred().of(mail)).isEmpty();
    }

    @Test
    void waitsForARecipientOverItsHourlyLimitAlthoughTheReplySaysPermanent() {
        sluice.consumer().smtp().when(Stage.RCPT).localPart("popular").first(1).answers(c -> sluice.consumer()
                .replies()
                .recipientOverHourlyLimit());
        ProbeMail mail = ProbeMail.to("popular@hotmail.com", "other@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(2).allSatisfy(Sluice::once);
        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.recipients()).containsExactly("popular@hotmail.com");
        assertThat(deferred.attribute("sluice.scope")).isEqualTo("recipient");
        assertThat(sluice.bounced().of(mail)).isEmpty();
    }

    @Test
    void doesNotTryAgainWhatIsRefusedForGood() {
        Rule unknown = sluice.consumer().doesNotKnow("nobody");
        ProbeMail mail = ProbeMail.to("nobody@hotmail.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        sluice.awaitNothingLeft();
        assertThat(bounced.attribute("sluice.class")).isEqualTo("recipient-invalid");
        assertThat(bounced.attribute("delivery-error")).startsWith("550 5.5.0");
        assertThat(unknown.applied()).isEqualTo(1);
        assertThat(sluice.deferred().of(mail)).isEmpty();
    }
}
