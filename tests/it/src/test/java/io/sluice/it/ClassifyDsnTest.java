package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bounce that somebody else's server sends to us is understood, and takes its own way. */
class ClassifyDsnTest {
    private static final String ROUTES =
            """
            <mailet match="SenderIsNull" class="io.sluice.mailets.ClassifyDsn"/>
            <mailet match="io.sluice.matchers.DeferredAs=ip-blocked" class="ToRepository">
              <repositoryPath>memory://var/blocked/</repositoryPath>
            </mailet>
            <mailet match="SenderIsNull" class="ToRepository">
              <repositoryPath>memory://var/null/</repositoryPath>
            </mailet>
            """;

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(
                configuration -> configuration.edit("mailetcontainer.xml", ClassifyDsnTest::beforeTheDelivery)));
    }

    private static String beforeTheDelivery(String xml) {
        int delivery = xml.lastIndexOf("<mailet", xml.indexOf("io.sluice.matchers.HostedByMicrosoft"));
        return xml.substring(0, delivery) + ROUTES + xml.substring(delivery);
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
    void routesABounceByTheReplyInIt() {
        ProbeMail envelope = ProbeMail.to("sender@sender.example").from("");

        submit(
                envelope,
                """
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It was not delivered.

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.example.org

                Final-Recipient: rfc822; ann@hotmail.com
                Action: failed
                Status: 5.7.1
                Remote-MTA: dns; hotmail-com.olc.protection.outlook.com
                Diagnostic-Code: smtp; 550 5.7.1 Unfortunately, messages from [198.51.100.9] weren't sent. Please contact
                 your Internet service provider since part of their network is on our block list (S3150).

                --b
                Content-Type: text/rfc822-headers

                Message-ID: <original@sender.example>

                --b--
                """);

        KeptMail blocked = sluice.repository("var/blocked").await(envelope);
        assertThat(blocked.attribute("sluice.class")).isEqualTo("ip-blocked");
        assertThat(blocked.attribute("sluice.scope")).isEqualTo("source");
        assertThat(blocked.attribute("sluice.reply")).startsWith("550 5.7.1 Unfortunately, messages from");
        assertThat(blocked.attribute("sluice.remote-host")).isEqualTo("hotmail-com.olc.protection.outlook.com");
        assertThat(blocked.attribute("sluice.dsn-action")).isEqualTo("failed");
        assertThat(blocked.attribute("sluice.dsn-original-message-id")).isEqualTo("<original@sender.example>");
        assertThat(blocked.attributes()).containsKey("sluice.dsn-recipients");
    }

    @Test
    void letsOtherMailWithANullSenderPass() {
        ProbeMail envelope = ProbeMail.to("sender@sender.example").from("");

        submit(envelope, "Content-Type: text/plain\n\nI am on holiday.\n");

        KeptMail passed = sluice.repository("var/null").await(envelope);
        assertThat(passed.attributes().keySet()).noneMatch(name -> name.startsWith("sluice."));
        assertThat(sluice.repository("var/blocked").of(envelope)).isEmpty();
    }

    private static void submit(ProbeMail envelope, String message) {
        String content = "From: <MAILER-DAEMON@relay.example.org>\nTo: <sender@sender.example>\nMIME-Version: 1.0\n"
                + ProbeMail.ID_HEADER + ": " + envelope.id() + "\n" + message;
        new MailSubmitter(sluice.james().smtp())
                .submit(envelope, content.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
