package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.dsn.Action;
import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.DeliveryStatusReader;
import io.sluice.dsn.RecipientStatus;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.reply.EnhancedStatusCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class SendDsnTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant TRIED = NOW.minusSeconds(60);
    private static final Instant EXPIRES = NOW.plusSeconds(200_000);
    private static final String REPLY = "450 4.2.1 Mailbox busy";
    private static final String ANN = "ann@contoso.com";
    private static final String BOB = "bob@contoso.com";

    private final FakeMailContext context = FakeMailContext.builder()
            .postmaster(address("postmaster@sender.example"))
            .build();

    @Test
    void tellsOfADelay() throws Exception {
        run(mail(ANN).attributes(attributes("delayed", REPLY)).build());

        RecipientStatus told = status().recipients().get(0);
        assertThat(told.finalRecipient()).isEqualTo(ANN);
        assertThat(told.action()).isEqualTo(Action.DELAYED);
        assertThat(told.status()).contains(new EnhancedStatusCode(4, 2, 1));
        assertThat(told.diagnosticType()).contains("smtp");
        assertThat(told.diagnostic()).contains(REPLY);
        assertThat(told.remote().orElseThrow().name()).isEqualTo("mx.example.net");
        assertThat(told.lastAttempt()).contains(TRIED);
        assertThat(told.willRetryUntil()).contains(EXPIRES);
        assertThat(text()).contains("Your mail could not be delivered yet").contains("mx.example.net said");
    }

    @Test
    void tellsOfAFailure() throws Exception {
        run(mail(ANN, BOB)
                .attributes(attributes("failed", "550 5.1.1 Nobody here"))
                .build());

        assertThat(status().reportingMta()).contains("mail.sender.example");
        assertThat(status().originalMessageId()).contains("<1@sender.example>");
        assertThat(status().recipients())
                .extracting(RecipientStatus::finalRecipient)
                .containsExactly(ANN, BOB);
        assertThat(status().recipients()).allSatisfy(told -> {
            assertThat(told.action()).isEqualTo(Action.FAILED);
            assertThat(told.status()).contains(new EnhancedStatusCode(5, 1, 1));
            assertThat(told.willRetryUntil()).isEmpty();
        });
    }

    @Test
    void goesToTheSenderWithoutOneOfItsOwn() throws Exception {
        run(mail(ANN).attributes(attributes("failed", REPLY)).build());

        FakeMailContext.SentMail sent = sent();
        assertThat(sent.getSender()).isIn(MaybeSender.nullSender().asOptional().orElse(null), MailAddress.nullSender());
        assertThat(sent.getRecipients()).containsExactly(address("sender@sender.example"));
        assertThat(sent.getMsg().getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(sent.getMsg().getHeader("In-Reply-To")).containsExactly("<1@sender.example>");
        assertThat(sent.getMsg().getFrom()[0]).hasToString("postmaster@sender.example");
        assertThat(sent.getMsg().getSubject()).isEqualTo("Mail not delivered: Hello \u00fc");
    }

    @Test
    void calls4x7WhatWasTriedForLongEnough() throws Exception {
        run(mail(ANN)
                .attributes(attributes("failed", REPLY))
                .attribute(text(SluiceAttributes.EXPIRED, "age"))
                .build());

        assertThat(status().recipients().get(0).status()).contains(new EnhancedStatusCode(4, 4, 7));
        assertThat(status().recipients().get(0).diagnostic()).contains(REPLY);
    }

    @Test
    void calls5x7WhatIsOfNoUseAnyMore() throws Exception {
        run(mail(ANN)
                .attributes(attributes("failed", REPLY))
                .attribute(text(SluiceAttributes.EXPIRED, "deadline"))
                .build());

        assertThat(status().recipients().get(0).status()).contains(new EnhancedStatusCode(5, 4, 7));
        assertThat(text()).contains("by the time that was set for it");
    }

    @Test
    void doesNotCallItTheRemoteServersWordWhenNobodySpoke() throws Exception {
        run(mail(ANN)
                .attribute(text(SluiceAttributes.NOTICE, "delayed"))
                .attribute(text(SluiceAttributes.CLASS, "other"))
                .attribute(text(SluiceAttributes.REPLY, "451 4.4.7 The mail waits and was not tried yet"))
                .build());

        RecipientStatus told = status().recipients().get(0);
        assertThat(told.diagnosticType()).contains("x-sluice");
        assertThat(told.status()).contains(new EnhancedStatusCode(4, 4, 7));
        assertThat(told.lastAttempt()).isEmpty();
        assertThat(told.remote()).isEmpty();
    }

    @Test
    void saysWhatStockRemoteDeliveryLeft() throws Exception {
        run(mail(ANN)
                .attribute(text(AttributeName.of("delivery-error"), "554 no"))
                .build());

        RecipientStatus told = status().recipients().get(0);
        assertThat(told.status()).contains(new EnhancedStatusCode(5, 0, 0));
        assertThat(told.diagnostic()).contains("554 no");
    }

    @Test
    void tellsOnlyOfRecipientsAboutWhomTheSenderWantsToKnow() throws Exception {
        FakeMail mail = mail(ANN, BOB).attributes(attributes("failed", REPLY)).build();
        mail.setDsnParameters(DsnParameters.builder()
                .envId(DsnParameters.EnvId.of("a+0D+0AAction:+20delivered"))
                .addRcptParameter(
                        address(ANN), DsnParameters.RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.NEVER)))
                .addRcptParameter(
                        address(BOB),
                        DsnParameters.RecipientDsnParameters.of(
                                EnumSet.of(DsnParameters.Notify.FAILURE), address("robert@contoso.com")))
                .build()
                .get());

        run(mail);

        assertThat(status().recipients()).singleElement().satisfies(told -> {
            assertThat(told.finalRecipient()).isEqualTo(BOB);
            assertThat(told.originalRecipient()).contains("robert@contoso.com");
        });
        assertThat(status().originalEnvelopeId()).contains("a  Action: delivered");
    }

    @Test
    void tellsNobodyWithoutASender() throws Exception {
        Mail mail = mail(ANN)
                .sender(MaybeSender.nullSender())
                .attributes(attributes("failed", REPLY))
                .build();

        run(mail);

        assertThat(context.getSentMails()).isEmpty();
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void aReplyCannotWriteFieldsOfItsOwn() throws Exception {
        run(mail(ANN)
                .attributes(attributes(
                        "failed",
                        "550 5.1.1 x\r\nAction: delivered\r\n\r\nFinal-Recipient: rfc822; c@d " + "y".repeat(5000)))
                .build());

        assertThat(status().recipients()).singleElement().satisfies(told -> {
            assertThat(told.action()).isEqualTo(Action.FAILED);
            assertThat(told.finalRecipient()).isEqualTo(ANN);
        });
        assertThat(text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
    }

    @Test
    void sendsHeadersBackAndTheWholeMailWhereItIsWanted() throws Exception {
        FakeMail heads = mail(ANN).attributes(attributes("failed", REPLY)).build();
        FakeMail whole = mail(ANN).attributes(attributes("failed", REPLY)).build();
        whole.setDsnParameters(
                DsnParameters.builder().ret(DsnParameters.Ret.FULL).build().get());

        run(heads);
        run(whole);

        List<String> told = List.of(written(0), written(1));
        assertThat(told).allSatisfy(message -> assertThat(message).contains("X-Probe: yes"));
        assertThat(told.get(0)).doesNotContain("the secret body");
        assertThat(told.get(1)).contains("the secret body");
    }

    @Test
    void refusesUnknownParameters() {
        assertThatThrownBy(() -> mailet(Map.of("attachement", "none")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("SendDsn: unknown parameter <attachement>");
        assertThatThrownBy(() -> mailet(Map.of("sender", "nobody at all")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("<sender>");
    }

    private void run(Mail mail) throws Exception {
        mailet(Map.of("passThrough", "false", "reportingMta", "mail.sender.example"))
                .service(mail);
    }

    private SendDsn mailet(Map<String, String> parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().mailetContext(context);
        parameters.forEach(config::setProperty);
        SendDsn mailet = new SendDsn(null, Clock.fixed(NOW, ZoneOffset.UTC));
        if (!parameters.containsKey("reportingMta")) {
            config.setProperty("reportingMta", "mail.sender.example");
        }
        mailet.init(config.build());
        return mailet;
    }

    private FakeMailContext.SentMail sent() {
        return context.getSentMails().get(0);
    }

    private DeliveryStatus status() throws Exception {
        return new DeliveryStatusReader()
                .read(new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    private String text() throws Exception {
        return written(0);
    }

    private String written(int number) throws Exception {
        MimeMessage message = context.getSentMails().get(number).getMsg();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static FakeMail.Builder mail(String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m")
                .sender("sender@sender.example")
                .recipients(recipients)
                .mimeMessage(MimeMessageBuilder.mimeMessageBuilder()
                        .setSubject("Hello \u00fc")
                        .addHeader("Message-ID", "<1@sender.example>")
                        .addHeader("X-Probe", "yes")
                        .setText("the secret body"));
    }

    private static List<Attribute> attributes(String notice, String reply) {
        return List.of(
                text(SluiceAttributes.NOTICE, notice),
                text(SluiceAttributes.CLASS, "other"),
                text(SluiceAttributes.REPLY, reply),
                text(SluiceAttributes.REMOTE_HOST, "mx.example.net"),
                text(SluiceAttributes.REMOTE_IP, "192.0.2.25"),
                new Attribute(SluiceAttributes.LAST_ATTEMPT, AttributeValue.of(TRIED.atZone(ZoneOffset.UTC))),
                new Attribute(SluiceAttributes.EXPIRES, AttributeValue.of(EXPIRES.atZone(ZoneOffset.UTC))));
    }

    private static Attribute text(AttributeName name, String value) {
        return new Attribute(name, AttributeValue.of(value));
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
