package io.sluice.mailets;

import static io.sluice.mailets.TestMail.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MxAnswer;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class ClassifyDsnTest {
    private static final String BLOCKED =
            """
            Final-Recipient: rfc822; blocked@hotmail.com
            Action: failed
            Status: 5.7.1
            Remote-MTA: dns; hotmail-com.olc.protection.outlook.com
            Diagnostic-Code: smtp; 550 5.7.1 Unfortunately, messages from [198.51.100.9] weren't sent. Please contact
             your Internet service provider since part of their network is on our block list (S3150).
            """;
    private static final String UNKNOWN =
            """
            Final-Recipient: rfc822; gone@hotmail.com
            Action: failed
            Status: 5.5.0
            Remote-MTA: dns; hotmail-com.olc.protection.outlook.com
            Diagnostic-Code: smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).
            """;
    private static final String THROTTLED =
            """
            Final-Recipient: rfc822; slow@hotmail.com
            Action: delayed
            Status: 4.7.650
            Remote-MTA: dns; hotmail-com.olc.protection.outlook.com (52.101.8.9)
            Diagnostic-Code: smtp; 451 4.7.650 The mail server [198.51.100.9] has been temporarily rate limited due to
             IP reputation. (S775)
            """;
    private static final String DELIVERED =
            """
            Final-Recipient: rfc822; fine@hotmail.com
            Action: relayed
            Status: 2.0.0
            """;

    private final List<String> unknown = new ArrayList<>();
    private final ClassifyDsn mailet = new ClassifyDsn(new HostBasedClassifier(
            new RuleBasedClassifier(RuleCatalogue.builtIn()),
            MicrosoftHosts.standard(),
            domain -> new MxAnswer.Failed(domain.asString(), "not asked here"),
            (reply, service) -> unknown.add(reply.text())));

    @Test
    void keepsWhatNoRuleKnows() throws MessagingException {
        String text = "451 4.7.9 The stars are not favourable [AM4PEPF00027A6A.eurprd04.prod.outlook.com]";

        mailet.service(notification(
                THROTTLED.replaceFirst("(?m)^Diagnostic-Code:.*(\\R[ \\t].*)*", "Diagnostic-Code: smtp; " + text)));

        assertThat(unknown).singleElement().asString().contains("The stars are not favourable");
    }

    @Test
    void setsTheAttributesOfADelivery() throws MessagingException {
        Mail mail = notification(THROTTLED);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("ip-reputation-throttle");
        assertThat(text(mail, SluiceAttributes.SCOPE)).contains("source");
        assertThat(text(mail, SluiceAttributes.RULE)).contains("ip-reputation-rate-limit");
        assertThat(text(mail, SluiceAttributes.REPLY).orElseThrow()).startsWith("451 4.7.650 The mail server");
        assertThat(text(mail, SluiceAttributes.ADVICE).orElseThrow()).isNotBlank();
        assertThat(text(mail, SluiceAttributes.REMOTE_HOST)).contains("hotmail-com.olc.protection.outlook.com");
        assertThat(text(mail, SluiceAttributes.REMOTE_IP)).contains("52.101.8.9");
    }

    @Test
    void setsWhatTheNotificationIsAbout() throws MessagingException {
        Mail mail = notification(THROTTLED);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.DSN_ACTION)).contains("delayed");
        assertThat(recipients(mail)).containsExactly("slow@hotmail.com");
        assertThat(text(mail, SluiceAttributes.DSN_REPORTING_MTA)).contains("relay.example.org");
        assertThat(text(mail, SluiceAttributes.DSN_ENVELOPE_ID)).contains("envelope-1");
        assertThat(text(mail, SluiceAttributes.DSN_ORIGINAL_MESSAGE_ID)).contains("<original@example.org>");
    }

    @Test
    void aFailedRecipientDecidesBeforeADelayedOneOfAWiderScope() throws MessagingException {
        Mail mail = notification(THROTTLED, UNKNOWN);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("recipient-invalid");
        assertThat(text(mail, SluiceAttributes.DSN_ACTION)).contains("failed");
        assertThat(recipients(mail)).containsExactly("gone@hotmail.com");
    }

    @Test
    void amongFailedRecipientsTheWidestScopeDecides() throws MessagingException {
        Mail mail = notification(UNKNOWN, BLOCKED, DELIVERED);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("ip-blocked");
        assertThat(recipients(mail)).containsExactly("gone@hotmail.com", "blocked@hotmail.com");
    }

    @Test
    void aNotificationOfSuccessHasNoClass() throws MessagingException {
        Mail mail = notification(DELIVERED);

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.DSN_ACTION)).contains("relayed");
        assertThat(recipients(mail)).containsExactly("fine@hotmail.com");
        assertThat(text(mail, SluiceAttributes.CLASS)).isEmpty();
    }

    @Test
    void otherMailIsLeftAlone() throws MessagingException {
        Mail mail = TestMail.of("Subject: Hello\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\n");

        mailet.service(mail);

        assertThat(mail.attributes()).isEmpty();
    }

    @Test
    void aMailWhoseMessageCannotBeReadGoesOn() throws MessagingException {
        MimeMessage unreadable = new MimeMessage(Session.getInstance(new Properties())) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        Mail mail = FakeMail.builder().name("mail").mimeMessage(unreadable).build();

        mailet.service(mail);

        assertThat(mail.attributes()).isEmpty();
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
    }

    @Test
    void refusesParameters() {
        FakeMailetConfig config =
                FakeMailetConfig.builder().setProperty("size", "1").build();

        assertThatThrownBy(() -> mailet.init(config))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("mailetcontainer.xml, ClassifyDsn: unknown parameter <size>");
    }

    private static Mail notification(String... recipients) throws MessagingException {
        return TestMail.of(
                """
                From: MAILER-DAEMON@relay.example.org
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It did not arrive.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.example.org
                Original-Envelope-Id: envelope-1

                %s
                --b
                Content-Type: text/rfc822-headers

                Message-ID: <original@example.org>

                --b--
                """
                        .formatted(String.join("\n", recipients)));
    }

    private static List<Object> recipients(Mail mail) {
        Collection<?> values = mail.getAttribute(SluiceAttributes.DSN_RECIPIENTS)
                .map(Attribute::getValue)
                .flatMap(value -> value.valueAs(Collection.class))
                .orElseThrow();
        return values.stream()
                .<Object>map(value -> ((AttributeValue<?>) value).value())
                .toList();
    }
}
