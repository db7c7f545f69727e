package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever wants to decide about deferred mail does so in a processor, with matchers and mailets. */
class DeferralProcessorTest {
    private static final String BEFORE =
            """
            <mailet match="io.sluice.matchers.DeferredAs=mailbox-unavailable" class="io.sluice.mailets.TakeOver"/>
            <mailet match="io.sluice.matchers.DeferredAs=mailbox-unavailable" class="ToRepository">
              <repositoryPath>file://var/mail/taken/</repositoryPath>
            </mailet>
            <mailet match="io.sluice.matchers.DeferredAs=scope:source" class="ToRepository">
              <repositoryPath>memory://var/source/</repositoryPath>
              <passThrough>true</passThrough>
            </mailet>
            <mailet match="io.sluice.matchers.DeferredLongerThan=1 s" class="ToRepository">
              <repositoryPath>memory://var/late/</repositoryPath>
              <passThrough>true</passThrough>
            </mailet>
            """;

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(
                        configuration -> configuration.processor(Sluice.copies("deferred", BEFORE)))
                // Leaves the processor the time to decide before the outbox tries again.
                .mailet(Sluice.MAILET, "retry.mailbox-unavailable", "5 minutes to 5 minutes"));
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
    void takesMailOverSoThatTheOutboxDoesNotDeliverIt() {
        Rule busy = sluice.business().smtp().when(Stage.RCPT).localPart("busy");
        busy.answers("450 4.2.1 Mailbox busy");
        ProbeMail mail = ProbeMail.to("busy@contoso.com", "fine@contoso.com");

        sluice.submit(mail);

        KeptMail taken = sluice.repository("var/mail/taken").await(mail);
        assertThat(taken.recipients()).containsExactly("busy@contoso.com");
        assertThat(taken.attribute("sluice.reply")).isEqualTo("450 4.2.1 Mailbox busy");
        sluice.awaitNothingLeft();
        sluice.business().smtp().remove(busy);
        // To somebody else: the gate of that mailbox is closed for others' mail, too.
        ProbeMail later = ProbeMail.to("free@contoso.com");
        sluice.submit(later);
        assertThat(sluice.awaitDelivered(later)).allSatisfy(Sluice::once);
        assertThat(busy.applied()).isEqualTo(1);
        assertThat(sluice.business().ledger().acceptedRecipients()).isEqualTo(2);
        assertThat(sluice.world().deliveries().keySet())
                .extracting(delivery -> delivery.id() + " " + delivery.recipient())
                .containsExactlyInAnyOrder(mail.id() + " fine@contoso.com", later.id() + " free@contoso.com");
    }

    @Test
    void whatTheProcessorLeavesAloneTakesTheUsualWay() {
        sluice.consumer().throttles(1);
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(sluice.deferred().await(mail).attribute("sluice.class")).isEqualTo("ip-reputation-throttle");
        assertThat(sluice.repository("var/source").of(mail)).hasSize(1);
        assertThat(sluice.repository("var/late").of(mail)).isEmpty();
        assertThat(sluice.repository("var/mail/taken").of(mail)).isEmpty();
    }

    @Test
    void tellsMailThatHasWaitedForLong() {
        sluice.consumer().throttles();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail late = sluice.repository("var/late").await(mail);
        sluice.consumer().recovers();
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(Integer.parseInt(late.attribute("sluice.attempts"))).isGreaterThan(1);
        assertThat(sluice.deferred().of(mail).size())
                .isGreaterThan(sluice.repository("var/late").of(mail).size());
    }
}
