package io.sluice.mailets;

import static io.sluice.mailets.TestMail.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.microsoft.Freshness;
import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MxAnswer;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.testkit.docs.MarkdownPage;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class ClassifyFailureTest {
    /** Without any mark of Microsoft. */
    private static final String BLOCKED = "550 5.7.1 Unfortunately, messages from [198.51.100.9] weren't sent. Please"
            + " contact your Internet service provider since part of their network is on our block list.";

    private final ClassifyFailure mailet = new ClassifyFailure(new HostBasedClassifier(
            new RuleBasedClassifier(RuleCatalogue.builtIn()),
            MicrosoftHosts.standard(),
            domain -> domain.asString().equals("hotmail.com")
                    ? new MxAnswer.Hosted(
                            "hotmail.com",
                            List.of("hotmail-com.olc.protection.outlook.com"),
                            Optional.of(Service.CONSUMER),
                            Optional.empty(),
                            Freshness.FRESH)
                    : new MxAnswer.Failed(domain.asString(), "unknown"),
            (reply, service) -> {}));

    @Test
    void understandsARefusal() throws MessagingException {
        Mail mail = refused(BLOCKED, "ann@hotmail.com");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("ip-blocked");
        assertThat(text(mail, SluiceAttributes.SCOPE)).contains("source");
        assertThat(text(mail, SluiceAttributes.REPLY)).contains(BLOCKED);
    }

    @Test
    void takesTheReplyOfAnotherDomainForNotMicrosofts() throws MessagingException {
        Mail mail = refused(BLOCKED, "ann@example.org");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("not-microsoft");
    }

    @Test
    void behindAGatewayOnlyTheMarksTell() throws MessagingException {
        mailet.init(FakeMailetConfig.builder().setProperty("gateway", "true").build());
        Mail plain = refused(BLOCKED, "ann@hotmail.com");
        Mail marked = refused(BLOCKED + " [AGT=PFA]", "ann@hotmail.com");

        mailet.service(plain);
        mailet.service(marked);

        assertThat(text(plain, SluiceAttributes.CLASS)).contains("not-microsoft");
        assertThat(text(marked, SluiceAttributes.CLASS)).contains("ip-blocked");
    }

    @Test
    void saysThatTheReplyOfADeferralIsLost() throws MessagingException {
        Mail mail = failed("Too many retries failure. Bouncing after 3 retries.", false, "ann@hotmail.com");
        mail.setAttribute(attribute("delivery_retry_count", AttributeValue.of(3)));

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).isEmpty();
        assertThat(text(mail, SluiceAttributes.RULE)).contains("reply-lost");
        assertThat(text(mail, SluiceAttributes.REPLY)).contains("Too many retries failure. Bouncing after 3 retries.");
        assertThat(text(mail, SluiceAttributes.ADVICE).orElseThrow()).contains("MicrosoftRemoteDelivery");
        assertThat(mail.getAttribute(SluiceAttributes.ATTEMPTS).map(Attribute::getValue))
                .contains(AttributeValue.of(4));
    }

    @Test
    void doesNotBelieveADeferralInAMailThatWasRefused() throws MessagingException {
        Mail mail = failed("451 4.7.500 Server busy. (S77719)", "ann@hotmail.com");
        mail.setAttribute(attribute("delivery-error-code", AttributeValue.of(250)));

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).isEmpty();
        assertThat(text(mail, SluiceAttributes.RULE)).contains("reply-lost");
    }

    @Test
    void understandsThatThereIsNoSuchDomain() throws MessagingException {
        Mail mail = refused(
                "There are no DNS entries for the hostname Domain : nx.example.  I cannot determine where to send this"
                        + " message.",
                "ann@nx.example");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("dns");
    }

    @Test
    void readsRepliesOfSeveralLines() throws MessagingException {
        Mail mail = refused("550-5.1.1 User unknown\r\n550 5.1.1 Goodbye\n", "ann@hotmail.com");

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.REPLY)).contains("550 5.1.1 User unknown Goodbye");
    }

    @Test
    void aClassOfSluicesOwnDeliveryStays() throws MessagingException {
        Mail mail = refused(BLOCKED, "ann@hotmail.com");
        mail.setAttribute(new Attribute(SluiceAttributes.CLASS, AttributeValue.of("tls")));

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.CLASS)).contains("tls");
        assertThat(text(mail, SluiceAttributes.REPLY)).isEmpty();
    }

    @Test
    void aMailWithoutAnErrorIsLeftAlone() throws MessagingException {
        Mail mail = FakeMail.builder().name("mail").recipient("ann@hotmail.com").build();

        mailet.service(mail);

        assertThat(mail.attributes()).isEmpty();
    }

    @Test
    void anErrorOfAnotherTypeIsLeftAlone() throws MessagingException {
        Mail mail = FakeMail.builder().name("mail").recipient("ann@hotmail.com").build();
        mail.setAttribute(attribute("delivery-error", AttributeValue.of(550)));

        mailet.service(mail);

        assertThat(text(mail, SluiceAttributes.RULE)).isEmpty();
    }

    @Test
    void refusesUnknownParametersAndValues() {
        assertThatThrownBy(() -> init("gatway", "true"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("ClassifyFailure: unknown parameter <gatway>. Known are: gateway");
        assertThatThrownBy(() -> init("gateway", "yes"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("ClassifyFailure: <gateway> is \"yes\", but must be true or false");
    }

    @Test
    void everyParameterIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Parameters of ClassifyFailure"))
                .isEqualTo(ClassifyFailure.NAMES);
    }

    private void init(String parameter, String value) throws MessagingException {
        mailet.init(FakeMailetConfig.builder().setProperty(parameter, value).build());
    }

    private static Mail refused(String error, String recipient) throws MessagingException {
        return failed(error, true, recipient);
    }

    private static Mail failed(String error, boolean permanent, String recipient) throws MessagingException {
        Mail mail = failed(error, recipient);
        mail.setAttribute(attribute("is-delivery-permanent-error", AttributeValue.of(permanent)));
        return mail;
    }

    private static Mail failed(String error, String recipient) throws MessagingException {
        Mail mail = FakeMail.builder().name("mail").recipient(recipient).build();
        mail.setAttribute(attribute("delivery-error", AttributeValue.of(error)));
        return mail;
    }

    private static Attribute attribute(String name, AttributeValue<?> value) {
        return new Attribute(AttributeName.of(name), value);
    }
}
