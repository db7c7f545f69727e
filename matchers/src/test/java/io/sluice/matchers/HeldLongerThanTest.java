package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeldLongerThanTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static HeldLongerThan matcher(String condition) throws MessagingException {
        HeldLongerThan matcher = new HeldLongerThan(Clock.fixed(NOW, ZoneOffset.UTC));
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("HeldLongerThan")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Mail heldFor(Duration duration) throws Exception {
        return FakeMail.builder()
                .name("mail")
                .recipients("jane@hotmail.com", "joe@hotmail.com")
                .attribute(new Attribute(
                        SluiceAttributes.HELD_SINCE,
                        AttributeValue.of(NOW.minus(duration).atZone(ZoneId.of("Europe/Berlin")))))
                .build();
    }

    @Test
    void matchesAllRecipientsOnlyAfterThatTime() throws Exception {
        HeldLongerThan matcher = matcher("4 hours");

        assertThat(matcher.match(heldFor(Duration.ofHours(4)))).isEmpty();
        assertThat(matcher.match(heldFor(Duration.ofHours(4).plusMillis(1)))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"240m", "14400 s", " 4h "})
    void takesAnyUnit(String condition) throws Exception {
        assertThat(matcher(condition).match(heldFor(Duration.ofHours(5)))).hasSize(2);
        assertThat(matcher(condition).match(heldFor(Duration.ofHours(3)))).isEmpty();
    }

    @Test
    void doesNotMatchAMailThatWasNeverHeld() throws Exception {
        Mail mail =
                FakeMail.builder().name("mail").recipient("jane@hotmail.com").build();

        assertThat(matcher("1 ms").match(mail)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "4", "soon", "-4 h", "4 parsecs", "99999999999 h"})
    void refusesWhatIsNoDuration(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("HeldLongerThan")
                .hasMessageContaining("a whole number and a unit");
    }
}
