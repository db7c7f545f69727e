package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.Envelope;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredMailsTest {
    private static final String ANN = "ann@contoso.com";
    private static final String BOB = "bob@contoso.com";
    private static final String CONTENT = "Subject: Hello\r\n\r\nFirst line\r\nSecond line\r\n";

    private final MailImpl mail = mail();

    @AfterEach
    void dispose() {
        LifecycleUtil.dispose(mail);
    }

    @Test
    void keepsTheMessageByteForByte() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StoredMails.toMessage(mail, Optional.empty()).body().writeTo(written);

        assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "Mail1-abc, Mail1-abc, true",
        "Mail1-abc, Mail1-abc-!1234567, true",
        "Mail1-abc-!7654321, Mail1-abc-!1234567-!89, true",
        "Mail1-abc, Mail1-abd, false",
        "Mail1-abc, Mail1-abc-failed-7.1.f00, false",
        "Mail1-abc-failed-7.1.f00, Mail1-abc-failed-7.1.f00-!12, true",
        "Mail1-abc-failed-7.1.f00, Mail1-abc-failed-8.1.f00, false",
        "Mail1, Mail1-12, false",
        "Mail1, Mail1-!, false",
        "Mail1, Mail1!12, false",
    })
    void knowsAMailByItsNameWithoutTheNumbersThatJamesGivesItsParts(String one, String other, boolean same) {
        mail.setName(one);
        String before = StoredMails.identity(mail);
        mail.setName(other);

        assertThat(StoredMails.identity(mail).equals(before)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-!", "-!1", "!1", "1", "-!1-!2"})
    void knowsAMailWhateverItsName(String name) {
        mail.setName(name);

        assertThat(StoredMails.identity(mail)).isNotEmpty();
    }

    @Test
    void knowsAMailAgainThatAMailetSignedInAnotherWay() throws Exception {
        mail.getMessage().setHeader("Message-ID", "<1@example.org>");
        String before = StoredMails.identity(mail);

        mail.getMessage().setHeader("DKIM-Signature", "v=1; t=12345");

        assertThat(StoredMails.identity(mail)).isEqualTo(before);
    }

    @Test
    void tellsMailsOfOneNameApartByTheirMessageIdsAndSenders() throws Exception {
        mail.getMessage().setHeader("Message-ID", "<1@example.org>");
        String first = StoredMails.identity(mail);
        mail.getMessage().setHeader("Message-ID", "<2@example.org>");
        String second = StoredMails.identity(mail);
        mail.setSender(null);

        assertThat(Set.of(first, second, StoredMails.identity(mail))).hasSize(3);
    }

    @Test
    void bringsTheMailBackForTheRecipientsThatAreAskedFor() throws Exception {
        MailImpl again = again(ANN);

        assertThat(again.getName()).isEqualTo("again");
        assertThat(again.getMaybeSender()).isEqualTo(MaybeSender.of(new MailAddress("sender@example.org")));
        assertThat(again.getRecipients()).containsExactly(new MailAddress(ANN));
        assertThat(again.getMessage().getSubject()).isEqualTo("Hello");
        LifecycleUtil.dispose(again);
    }

    @Test
    void keepsAttributesWithTheirTypes() throws Exception {
        mail.setAttribute(Attribute.convertToAttribute("text", "words"));
        mail.setAttribute(Attribute.convertToAttribute("number", 42));
        mail.setAttribute(Attribute.convertToAttribute("flag", true));

        MailImpl again = again(ANN);

        assertThat(again.attributes())
                .contains(
                        Attribute.convertToAttribute("text", "words"),
                        Attribute.convertToAttribute("number", 42),
                        Attribute.convertToAttribute("flag", true));
        LifecycleUtil.dispose(again);
    }

    @Test
    void keepsWhoBroughtTheMail() throws Exception {
        mail.setRemoteHost("client.example.org");
        mail.setRemoteAddr("192.0.2.99");

        MailImpl again = again(ANN);

        assertThat(again.getRemoteHost()).isEqualTo("client.example.org");
        assertThat(again.getRemoteAddr()).isEqualTo("192.0.2.99");
        LifecycleUtil.dispose(again);
    }

    @Test
    void keepsANullSenderNull() throws Exception {
        mail.setSender(null);

        assertThat(StoredMails.toMessage(mail, Optional.empty()).sender()).isEmpty();
        MailImpl again = again(ANN);
        assertThat(again.getMaybeSender()).isEqualTo(MaybeSender.nullSender());
        LifecycleUtil.dispose(again);
    }

    @Test
    void givesEachRecipientItsOwnWishesForNotifications() throws Exception {
        mail.setDsnParameters(DsnParameters.builder()
                .envId(DsnParameters.EnvId.of("QQ314159"))
                .ret(DsnParameters.Ret.HDRS)
                .addRcptParameter(
                        new MailAddress(ANN),
                        RecipientDsnParameters.of(
                                EnumSet.of(DsnParameters.Notify.SUCCESS, DsnParameters.Notify.FAILURE),
                                new MailAddress("original@example.org")))
                .build()
                .orElseThrow());

        Envelope envelope = StoredMails.envelope(stored(), List.of(ANN, BOB));

        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Optional.of("sender@example.org"),
                        List.of(
                                new Envelope.EnvelopeRecipient(
                                        ANN,
                                        Optional.of("SUCCESS,FAILURE"),
                                        Optional.of("rfc822;original@example.org")),
                                new Envelope.EnvelopeRecipient(BOB, Optional.empty(), Optional.empty())),
                        Optional.of("HDRS"),
                        Optional.of("QQ314159")));
    }

    @Test
    void asksForNothingWhenTheClientDidNot() {
        Envelope envelope = StoredMails.envelope(stored(), List.of(ANN));

        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Optional.of("sender@example.org"),
                        List.of(new Envelope.EnvelopeRecipient(ANN, Optional.empty(), Optional.empty())),
                        Optional.empty(),
                        Optional.empty()));
    }

    private MailImpl again(String... recipients) throws Exception {
        return StoredMails.toMail(
                stored(),
                "again",
                List.of(recipients),
                new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.US_ASCII)));
    }

    private StoredMessage stored() {
        NewMessage message = StoredMails.toMessage(mail, Optional.empty());
        return new StoredMessage(
                1, message.name(), message.sender(), message.attributes(), CONTENT.length(), false, Mails.NOW);
    }

    private static MailImpl mail() {
        try {
            return MailImpl.builder()
                    .name("mail")
                    .sender("sender@example.org")
                    .addRecipients(ANN, BOB)
                    .mimeMessage(new MimeMessage(
                            null, new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.US_ASCII))))
                    .build();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
