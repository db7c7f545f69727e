package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.sluice.delivery.DeliverySettings;
import io.sluice.posture.Selector;
import io.sluice.posture.Sighting;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingReaderTest {
    private final DeliverySettings settings = new DeliveryParameters(
                    FakeMailetConfig.builder()
                            .mailetName("delivery")
                            .setProperty("outgoing", "microsoft")
                            .setProperty("bind", "127.0.0.7")
                            .build(),
                    "mail.example.org")
            .read();

    private static MimeMessageBuilder message(String from) {
        return MimeMessageBuilder.mimeMessageBuilder().addHeader("From", from);
    }

    private Optional<Sighting> read(MimeMessageBuilder message) throws MessagingException {
        return SightingReader.read(
                FakeMail.builder()
                        .name("mail")
                        .sender("bounce@bounces.example.org")
                        .mimeMessage(message)
                        .build(),
                settings);
    }

    @Test
    void seesWhoSendsAndWhoSigned() throws MessagingException {
        Optional<Sighting> sighting = read(message("\"Ann, of news\" <ann@News.Example.org>, other@example.net")
                .addHeader("DKIM-Signature", "v=1; d=example.org; s=s1; b=AA")
                .addHeader("DKIM-Signature", "v=1; d=esp.example; s=k; b=AA"));

        assertThat(sighting)
                .contains(new Sighting(
                        "news.example.org",
                        Optional.of("bounces.example.org"),
                        List.of(new Selector("s1", "example.org"), new Selector("k", "esp.example")),
                        Optional.of(InetAddresses.forString("127.0.0.7")),
                        Optional.of("mail.example.org")));
    }

    @Test
    void aNullSenderHasNoDomain() throws MessagingException {
        FakeMail mail = FakeMail.builder()
                .name("mail")
                .mimeMessage(message("ann@example.org"))
                .build();

        assertThat(SightingReader.read(mail, settings).orElseThrow().envelope()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "undisclosed", "ann@", "ann@localhost", "ann@[192.0.2.1]", "ann@192.0.2.1", "<<<>>>@@@"})
    void whatNamesNoDomainIsPassedOver(String from) throws MessagingException {
        assertThat(read(message(from))).isEmpty();
    }

    @Test
    void aHostileHeaderIsPassedOver() throws MessagingException {
        assertThat(read(message("a".repeat(100_000) + "@example.org"))).isEmpty();
    }
}
