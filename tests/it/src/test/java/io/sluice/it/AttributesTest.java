package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a mail tells the processors that it is handed to. */
@ExtendWith(SharedSluice.class)
class AttributesTest {
    private final Sluice sluice;

    AttributesTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @Test
    void aDeferredMailTellsEverythingAboutItsDeferral() {
        Instant before = Instant.now();
        sluice.consumer().throttles(2);
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
        KeptMail first = sluice.deferred()
                .await(mail, kept -> kept.attribute("sluice.attempts").equals("1"));
        assertThat(first.sender()).isEqualTo("sender@sender.example");
        assertThat(first.recipients()).containsExactly("ann@hotmail.com");
        assertThat(first.attribute("sluice.class")).isEqualTo("ip-reputation-throttle");
        assertThat(first.attribute("sluice.rule")).isEqualTo("ip-reputation-rate-limit");
        assertThat(first.attribute("sluice.scope")).isEqualTo("source");
        assertThat(first.attribute("sluice.stage")).isEqualTo("mail");
        assertThat(first.attribute("sluice.reply")).startsWith("451 4.7.650 The mail server [127.0.0.1]");
        assertThat(first.attribute("sluice.advice")).isNotBlank();
        assertThat(first.attribute("sluice.remote-host")).isEqualTo("hotmail-com.olc.protection.outlook.com");
        assertThat(first.attribute("sluice.remote-ip")).isEqualTo("127.0.0.11");
        assertThat(first.attribute("sluice.lane")).isEqualTo("default/consumer");
        assertThat(Long.parseLong(first.attribute("sluice.entry"))).isPositive();
        assertThat(first.attribute("delivery-error")).isEqualTo(first.attribute("sluice.reply"));
        assertThat(first.attribute("delivery-error-code")).isEqualTo("451");
        assertThat(first.attribute("is-delivery-permanent-error")).isEqualTo("false");
        assertThat(time(first, "sluice.first-deferred")).isBetween(before, Instant.now());
        assertThat(time(first, "sluice.next-attempt")).isAfter(time(first, "sluice.first-deferred"));
        assertThat(time(first, "sluice.expires")).isAfter(before.plusSeconds(72 * 3600 - 60));
        KeptMail second = sluice.deferred()
                .await(mail, kept -> kept.attribute("sluice.attempts").equals("2"));
        assertThat(second.attribute("sluice.first-deferred")).isEqualTo(first.attribute("sluice.first-deferred"));
        assertThat(second.attribute("sluice.entry")).isEqualTo(first.attribute("sluice.entry"));
        assertThat(second.attribute("sluice.expires")).isEqualTo(first.attribute("sluice.expires"));
    }

    @Test
    void aBouncedMailTellsTheReplyAndThatItIsPermanent() {
        Rule full = sluice.consumer().smtp().when(Stage.RCPT);
        full.answers("552 5.2.2 Requested mail action aborted: exceeded storage allocation");
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        assertThat(bounced.recipients()).containsExactly("ann@hotmail.com");
        assertThat(bounced.attribute("sluice.class")).isEqualTo("mailbox-unavailable");
        assertThat(bounced.attribute("sluice.rule")).isEqualTo("recipient-mailbox-full");
        assertThat(bounced.attribute("sluice.scope")).isEqualTo("recipient");
        assertThat(bounced.attribute("sluice.stage")).isEqualTo("rcpt");
        assertThat(bounced.attribute("sluice.attempts")).isEqualTo("1");
        assertThat(bounced.attribute("sluice.reply"))
                .isEqualTo("552 5.2.2 Requested mail action aborted: exceeded storage allocation");
        assertThat(bounced.attribute("delivery-error-code")).isEqualTo("552");
        assertThat(bounced.attribute("is-delivery-permanent-error")).isEqualTo("true");
        assertThat(full.applied()).isEqualTo(1);
    }

    @Test
    void aDeliveredMailIsHandedToOnSuccessWithTheRecipientsThatTookIt() {
        sluice.business().doesNotKnow("gone");
        ProbeMail mail = ProbeMail.to("fine@contoso.com", "gone@contoso.com");

        sluice.submit(mail);

        KeptMail delivered = sluice.delivered().await(mail);
        sluice.awaitNothingLeft();
        assertThat(delivered.recipients()).containsExactly("fine@contoso.com");
        assertThat(delivered.sender()).isEqualTo("sender@sender.example");
        assertThat(delivered.attributes()).doesNotContainKey("delivery-error");
        assertThat(sluice.delivered().of(mail)).hasSize(1);
        assertThat(sluice.bounced().await(mail).recipients()).containsExactly("gone@contoso.com");
    }

    private static Instant time(KeptMail mail, String attribute) {
        return ZonedDateTime.parse(mail.attribute(attribute)).toInstant();
    }
}
