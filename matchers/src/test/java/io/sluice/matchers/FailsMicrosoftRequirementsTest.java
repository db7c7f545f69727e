package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.microsoft.Freshness;
import io.sluice.microsoft.MxAnswer;
import io.sluice.microsoft.MxLookup;
import io.sluice.posture.PreFlight;
import io.sluice.posture.SenderSightings;
import io.sluice.reply.Service;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailsMicrosoftRequirementsTest {
    private static final String ANN = "ann@hotmail.com";
    private static final String BOB = "bob@elsewhere.example";
    private static final String SENDER = "news@example.org";
    private static final String SIGNATURE = "v=1; a=rsa-sha256; d=example.org; s=s1; h=from; bh=AA; b=AA";

    @Test
    void matchesTheRecipientsAtMicrosoftOfUnsignedMail() throws MessagingException {
        assertThat(match(null, mail(SENDER, message("News <news@example.org>"))))
                .containsExactly(ANN);
        assertThat(match("spf, dkim", mail(SENDER, message("News <news@example.org>"))))
                .containsExactly(ANN);
    }

    @Test
    void matchesOnlyForTheRequirementsThatItNames() throws MessagingException {
        assertThat(match("spf,dmarc", mail(SENDER, message("news@example.org"))))
                .isEmpty();
    }

    @Test
    void letsSignedMailOfAnUnknownDomainPass() throws MessagingException {
        MimeMessageBuilder signed = message("news@example.org").addHeader("DKIM-Signature", SIGNATURE);

        assertThat(match(null, mail(SENDER, signed))).isEmpty();
    }

    @Test
    void letsReportsPass() throws MessagingException {
        Mail report = FakeMail.builder()
                .name("report")
                .sender(MailAddress.nullSender())
                .recipients(ANN)
                .mimeMessage(message("postmaster@example.org"))
                .build();

        assertThat(match(null, report)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "<>", "no address", "x@192.0.2.7", "a@b@", "((((", "\u0000@example.org"})
    void letsMailPassWhoseAuthorCannotBeRead(String from) throws MessagingException {
        assertThat(match(
                        null,
                        mail(
                                SENDER,
                                MimeMessageBuilder.mimeMessageBuilder()
                                        .setText("Hello")
                                        .addHeader("From", from))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spf,", "all", "DKIM ", "dkim;spf"})
    void refusesOtherConditions(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("FailsMicrosoftRequirements")
                .hasMessageContaining("spf, dkim, dmarc");
    }

    private static List<String> match(String condition, Mail mail) throws MessagingException {
        return matcher(condition).match(mail).stream()
                .map(MailAddress::asString)
                .toList();
    }

    private static FailsMicrosoftRequirements matcher(String condition) throws MessagingException {
        MxLookup mx = domain -> new MxAnswer.Hosted(
                domain.asString(),
                List.of("mx.example"),
                Optional.of(Service.CONSUMER)
                        .filter(service -> domain.asString().equals("hotmail.com")),
                Optional.empty(),
                Freshness.FRESH);
        PreFlight preFlight =
                new PreFlight(question -> Optional.empty(), new SenderSightings(Clock.systemUTC()), List.of());
        FailsMicrosoftRequirements matcher = new FailsMicrosoftRequirements(preFlight, mx);
        FakeMatcherConfig.Builder config = FakeMatcherConfig.builder().matcherName("FailsMicrosoftRequirements");
        matcher.init(
                condition == null ? config.build() : config.condition(condition).build());
        return matcher;
    }

    private static MimeMessageBuilder message(String from) {
        return MimeMessageBuilder.mimeMessageBuilder().setText("Hello").addHeader("From", from);
    }

    private static Mail mail(String sender, MimeMessageBuilder message) throws MessagingException {
        return FakeMail.builder()
                .name("mail")
                .sender(sender)
                .recipients(ANN, BOB)
                .mimeMessage(message)
                .build();
    }
}
