package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.StoredMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void hasNoneWhenNobodySaidOne() throws Exception {
        assertThat(Deadlines.of(mail().build(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 22 Nov 2026 12:00:00 +0100|2026-11-22T11:00:00Z",
                "22 Nov 2026 11:00:00 GMT (soon)|2026-11-22T11:00:00Z",
                "Fri, 20 Nov 2026 09:00:00 GMT|2026-11-20T09:00:00Z"
            })
    void readsTheHeader(String value, Instant expected) throws Exception {
        assertThat(Deadlines.of(mail("Deliver-By", value), NOW)).contains(expected);
        assertThat(Deadlines.of(mail("Latest-Delivery-Time", value), NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Fri, 22 Nov 2999 10:00:00 GMT",
                "Mon, 22 Nov 2026 10:00:00 GMT", // it was a Sunday
                "22 Nov 999999999999 10:00:00 GMT"
            })
    void ignoresAHeaderThatCannotBeADeadline(String value) throws Exception {
        assertThat(Deadlines.of(mail("Deliver-By", value), NOW)).isEmpty();
    }

    @Test
    void ignoresAHeaderWithoutEnd() throws Exception {
        assertThat(Deadlines.of(mail("Deliver-By", "9".repeat(100_000)), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 minutes|2026-11-22T10:10:00Z",
                "2026-11-22T12:00:00+01:00|2026-11-22T11:00:00Z",
                "2026-11-22T11:00:00.123456Z|2026-11-22T11:00:00.123Z",
                "Sun, 22 Nov 2026 11:00:00 GMT|2026-11-22T11:00:00Z"
            })
    void readsATextInTheAttribute(String value, Instant expected) throws Exception {
        assertThat(Deadlines.of(withAttribute(AttributeValue.of(value)), NOW)).contains(expected);
    }

    @Test
    void readsATimeInTheAttribute() throws Exception {
        Mail mail = withAttribute(AttributeValue.of(NOW.plusSeconds(60).atZone(ZoneOffset.ofHours(9))));

        assertThat(Deadlines.of(mail, NOW)).contains(NOW.plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "-1 minutes", "99999999999999999999 days", "9223372036854775807 weeks", "600 years"})
    void ignoresATextThatCannotBeADeadline(String value) throws Exception {
        assertThat(Deadlines.of(withAttribute(AttributeValue.of(value)), NOW)).isEmpty();
    }

    @Test
    void ignoresAnAttributeOfAnotherKind() throws Exception {
        assertThat(Deadlines.of(withAttribute(AttributeValue.of(17)), NOW)).isEmpty();
    }

    @Test
    void theEarliestCounts() throws Exception {
        FakeMail mail = FakeMail.builder()
                .name("m")
                .mimeMessage(MimeMessageBuilder.mimeMessageBuilder()
                        .addHeader("Deliver-By", "Sun, 22 Nov 2026 12:00:00 GMT")
                        .addHeader("Latest-Delivery-Time", "Sun, 22 Nov 2026 11:00:00 GMT"))
                .attribute(new Attribute(SluiceAttributes.DELIVER_BY, AttributeValue.of("3 hours")))
                .build();

        assertThat(Deadlines.of(mail, NOW)).contains(Instant.parse("2026-11-22T11:00:00Z"));
    }

    @Test
    void isKeptInTheOutbox() throws Exception {
        Mail mail = withAttribute(AttributeValue.of("10 minutes"));

        NewMessage stored = StoredMails.toMessage(mail, Deadlines.of(mail, NOW));

        assertThat(Deadlines.of(message(stored))).contains(NOW.plusSeconds(600));
    }

    @Test
    void whatIsNoDeadlineIsNotKept() throws Exception {
        Mail mail = withAttribute(AttributeValue.of("600 years"));

        NewMessage stored = StoredMails.toMessage(mail, Deadlines.of(mail, NOW));

        assertThat(stored.attributes()).doesNotContainKey("sluice.deliver-by");
        assertThat(Deadlines.of(message(stored))).isEmpty();
    }

    private static StoredMessage message(NewMessage stored) {
        return new StoredMessage(1, "m", Optional.empty(), stored.attributes(), 0, false, NOW);
    }

    private static Mail mail(String header, String value) throws Exception {
        return mail().mimeMessage(MimeMessageBuilder.mimeMessageBuilder().addHeader(header, value))
                .build();
    }

    private static Mail withAttribute(AttributeValue<?> value) throws Exception {
        return mail().attribute(new Attribute(SluiceAttributes.DELIVER_BY, value))
                .build();
    }

    private static FakeMail.Builder mail() throws Exception {
        return FakeMail.builder().name("m").mimeMessage(MimeMessageBuilder.mimeMessageBuilder());
    }
}
