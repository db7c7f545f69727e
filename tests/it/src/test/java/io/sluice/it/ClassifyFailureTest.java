package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What James's own RemoteDelivery leaves of a reply; docs/with-stock-remote-delivery.md tells the same. */
class ClassifyFailureTest {
    private static final String BOUNCES =
            """
            <processor state="bounces" enableJmx="false">
              <mailet match="All" class="io.sluice.mailets.ClassifyFailure"/>
              <!-- James gives both parts of a mail the same name, and so one would replace the other. -->
              <mailet match="RecipientIs=later@hotmail.com" class="ToRepository">
                <repositoryPath>memory://var/later/</repositoryPath>
              </mailet>
              <mailet match="All" class="ToRepository">
                <repositoryPath>memory://var/bounced/</repositoryPath>
              </mailet>
            </processor>
            """;
    private static final String UNKNOWN = "550 5.5.0 Requested action not taken: mailbox unavailable";
    private static final String BUSY = "450 4.2.1 Mailbox busy";
    private static final String TOO_MANY = "Too many retries failure. Bouncing after 0 retries.";

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration
                .edit(
                        "mailetcontainer.xml",
                        xml -> xml.replace("io.sluice.matchers.HostedByMicrosoft", "HostIs=nobody.example"))
                .processor(BOUNCES)
                // Stock James can be led to a port other than 25 by a gateway only.
                .mailet("RemoteDelivery", "gateway", "127.0.0.11:" + world.port())
                .mailet("RemoteDelivery", "startTLS", "false")
                .mailet("RemoteDelivery", "timeout", "3000")
                // No retries: both are needed for that.
                .mailet("RemoteDelivery", "delayTime", "")
                .mailet("RemoteDelivery", "maxRetries", "0")));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void aRefusalIsUnderstood(Stage stage) {
        sluice.consumer().smtp().when(stage).answers(UNKNOWN);
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        assertThat(bounced.attribute("delivery-error")).isEqualTo(UNKNOWN);
        assertThat(bounced.attribute("is-delivery-permanent-error")).isEqualTo("true");
        assertThat(bounced.attribute("sluice.class")).isEqualTo("recipient-invalid");
        assertThat(bounced.attribute("sluice.scope")).isEqualTo("recipient");
        assertThat(bounced.attribute("sluice.reply")).isEqualTo(UNKNOWN);
        assertThat(bounced.attribute("sluice.stage")).isEqualTo("other");
        assertThat(bounced.attributes()).doesNotContainKeys("sluice.remote-host", "sluice.remote-ip");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"MAIL", "RCPT", "END_OF_DATA"})
    void theReplyOfADeferralIsLost(Stage stage) {
        sluice.consumer().smtp().when(stage).answers("451 4.7.650 temporarily rate limited (S775)");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertLost(sluice.bounced().await(mail), TOO_MANY);
    }

    @Test
    void theReplyOfARefusedGreetingIsLost() {
        sluice.consumer().smtp().when(Stage.CONNECT).answersAndCloses("554 5.7.1 Not from you");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertLost(sluice.bounced().await(mail), TOO_MANY);
    }

    @Test
    void thatNobodyAnsweredIsLost() {
        sluice.consumer().smtp().down();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertLost(sluice.bounced().await(mail), TOO_MANY);
    }

    @Test
    void theReplyOfAnotherRecipientIsNotBelieved() {
        recipient("gone").answers(UNKNOWN);
        recipient("later").answers(BUSY);
        // James asks in the order of a hash set, in which these two come so.
        ProbeMail mail = ProbeMail.to("later@hotmail.com", "gone@hotmail.com");

        sluice.submit(mail);

        KeptMail refused = sluice.bounced().await(mail, "gone@hotmail.com");
        KeptMail deferred = sluice.repository("var/later").await(mail);
        assertThat(refused.recipients()).containsExactly("gone@hotmail.com");
        assertThat(refused.attributes()).containsEntry("delivery-error", BUSY);
        assertLost(refused, BUSY);
        assertLost(deferred, TOO_MANY);
    }

    @Test
    void refusedRecipientsShareTheReplyToTheFirstOfThem() {
        String closed = "550 5.2.1 Account inactive";
        recipient("gone").answers(UNKNOWN);
        recipient("closed").answers(closed);
        ProbeMail mail = ProbeMail.to("gone@hotmail.com", "closed@hotmail.com");

        sluice.submit(mail);

        KeptMail refused = sluice.bounced().await(mail);
        assertThat(refused.recipients()).containsExactlyInAnyOrder("gone@hotmail.com", "closed@hotmail.com");
        assertThat(refused.attribute("sluice.reply")).isIn(UNKNOWN, closed);
        assertThat(sluice.bounced().of(mail)).hasSize(1);
    }

    @Test
    void aFullMailboxCountsAsADeferral() {
        recipient("full").answers("552 5.2.2 Mailbox full");
        ProbeMail mail = ProbeMail.to("full@hotmail.com");

        sluice.submit(mail);

        assertLost(sluice.bounced().await(mail), TOO_MANY);
    }

    private static Rule recipient(String localPart) {
        return sluice.consumer().smtp().when(Stage.RCPT).localPart(localPart);
    }

    private static void assertLost(KeptMail bounced, String reply) {
        assertThat(bounced.attribute("delivery-error")).isEqualTo(reply);
        assertThat(bounced.attribute("sluice.rule")).isEqualTo("reply-lost");
        assertThat(bounced.attribute("sluice.reply")).isEqualTo(reply);
        assertThat(bounced.attribute("sluice.advice")).contains("MicrosoftRemoteDelivery");
        assertThat(bounced.attributes()).doesNotContainKeys("sluice.class", "sluice.scope");
    }
}
