package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.HoldTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class HoldTest {
    /** 11 in the morning in Berlin. */
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final RecordedHolds holds = new RecordedHolds();

    // ---- before the outbox

    @Test
    void marksAMailSoThatItIsStoredAsHeldUntilItIsReleased() throws MessagingException {
        Mail mail = mail();

        hold(Map.of("reason", "newsletter")).service(mail);

        assertThat(text(mail, SluiceAttributes.HOLD)).contains("newsletter");
        assertThat(time(mail)).isEmpty();
    }

    @Test
    void holdsForATime() throws MessagingException {
        Mail mail = mail();

        hold(Map.of("for", "2 hours")).service(mail);

        assertThat(time(mail)).contains(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void holdsUntilAMoment() throws MessagingException {
        Mail mail = mail();

        hold(Map.of("until", "2026-11-23T08:00:00+01:00")).service(mail);

        assertThat(time(mail)).contains(Instant.parse("2026-11-23T07:00:00Z"));
    }

    @Test
    void holdsUntilTheNextTimeThatTheClockShowsIt() throws MessagingException {
        Mail later = mail();
        Mail tomorrow = mail();
        Mail now = mail();

        hold(Map.of("until", "22:00")).service(later);
        hold(Map.of("until", "06:30")).service(tomorrow);
        hold(Map.of("until", "11:00")).service(now);

        assertThat(time(later)).contains(Instant.parse("2026-11-22T21:00:00Z"));
        assertThat(time(tomorrow)).contains(Instant.parse("2026-11-23T05:30:00Z"));
        assertThat(time(now)).contains(Instant.parse("2026-11-23T10:00:00Z"));
    }

    @Test
    void aSecondHoldTakesTheFirstOnesPlace() throws MessagingException {
        Mail mail = mail();
        hold(Map.of("reason", "first", "for", "1 hour")).service(mail);

        hold(Map.of("reason", "second")).service(mail);

        assertThat(text(mail, SluiceAttributes.HOLD)).contains("second");
        assertThat(time(mail)).isEmpty();
    }

    // ---- in a deferral processor

    @Test
    void holdsTheEntryThatTheMailIsACopyOf() throws MessagingException {
        Mail copy = mail();
        copy.setAttribute(new Attribute(SluiceAttributes.ENTRY, AttributeValue.of(7L)));

        hold(Map.of("reason", "blocked", "for", "1 hour")).service(copy);

        assertThat(holds.held())
                .containsExactly(Map.entry(7L, new HoldTerms("blocked", Optional.of(NOW.plus(Duration.ofHours(1))))));
        assertThat(text(copy, SluiceAttributes.HOLD)).isEmpty();
    }

    @Test
    void takesTheDeferralClassForAReasonWhereNoneIsGiven() throws MessagingException {
        Mail copy = mail();
        copy.setAttribute(new Attribute(SluiceAttributes.CLASS, AttributeValue.of("ip-blocked")));
        Mail other = mail();

        hold(Map.of()).service(copy);
        hold(Map.of()).service(other);

        assertThat(text(copy, SluiceAttributes.HOLD)).contains("ip-blocked");
        assertThat(text(other, SluiceAttributes.HOLD)).contains("asked");
    }

    // ---- configuration

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertFault(Map.of("resaon", "x"), "unknown parameter <resaon>");
        assertFault(Map.of("reason", "two words"), "<reason> is \"two words\"", "letters, digits");
        assertFault(Map.of("for", "soon"), "<for> is \"soon\"", "duration");
        assertFault(Map.of("until", "25:00"), "<until> is \"25:00\"", "2026-11-23T06:00:00Z");
        assertFault(Map.of("until", "2026-11-23T06:00:00"), "<until>");
        assertFault(Map.of("for", "1 hour", "until", "22:00"), "<until>", "<for>");
    }

    // ---- verbs

    private void assertFault(Map<String, String> parameters, String... words) {
        assertThatThrownBy(() -> hold(parameters))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("mailetcontainer.xml")
                .hasMessageContainingAll(words);
    }

    private Hold hold(Map<String, String> parameters) throws MessagingException {
        Hold hold = new Hold(holds, Clock.fixed(NOW, ZoneId.of("Europe/Berlin")));
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().mailetName("Hold");
        parameters.forEach(config::setProperty);
        hold.init(config.build());
        return hold;
    }

    private static Mail mail() throws MessagingException {
        return FakeMail.builder().name("mail").recipient("ann@hotmail.com").build();
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    private static Optional<Instant> time(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.HOLD_UNTIL, ZonedDateTime.class)
                .map(ZonedDateTime::toInstant);
    }
}
