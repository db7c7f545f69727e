package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link HeldLongerThan} and {@link DeferredLongerThan}. */
class LongerThanTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private enum Kind {
        HELD,
        DEFERRED;

        private String type() {
            return this == HELD ? "HeldLongerThan" : "DeferredLongerThan";
        }

        private AttributeName attribute() {
            return this == HELD ? SluiceAttributes.HELD_SINCE : SluiceAttributes.FIRST_DEFERRED;
        }

        private GenericMatcher made() {
            Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
            return this == HELD ? new HeldLongerThan(clock) : new DeferredLongerThan(clock);
        }

        private GenericMatcher matcher(String condition) throws MessagingException {
            GenericMatcher matcher = made();
            matcher.init(FakeMatcherConfig.builder()
                    .matcherName(type())
                    .condition(condition)
                    .build());
            return matcher;
        }

        private Mail since(Duration duration) throws MessagingException {
            return mail().attribute(new Attribute(
                            attribute(), AttributeValue.of(NOW.minus(duration).atZone(ZoneId.of("Europe/Berlin")))))
                    .build();
        }
    }

    private static FakeMail.Builder mail() throws MessagingException {
        return FakeMail.builder().name("mail").recipients("jane@hotmail.com", "joe@hotmail.com");
    }

    @ParameterizedTest
    @EnumSource
    void matchesAllRecipientsOnlyAfterThatTime(Kind kind) throws Exception {
        GenericMatcher matcher = kind.matcher("4 hours");

        assertThat(matcher.match(kind.since(Duration.ofHours(4)))).isEmpty();
        assertThat(matcher.match(kind.since(Duration.ofHours(4).plusMillis(1)))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void takesAnyUnit(Kind kind) throws Exception {
        for (String condition : new String[] {"240m", "14400 s", " 4h "}) {
            assertThat(kind.matcher(condition).match(kind.since(Duration.ofHours(5))))
                    .as(condition)
                    .hasSize(2);
            assertThat(kind.matcher(condition).match(kind.since(Duration.ofHours(3))))
                    .as(condition)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsItsOwnAttributeOnly(Kind kind) throws Exception {
        Kind other = kind == Kind.HELD ? Kind.DEFERRED : Kind.HELD;

        assertThat(kind.matcher("1 ms").match(mail().build())).isEmpty();
        assertThat(kind.matcher("1 ms").match(other.since(Duration.ofDays(1)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoDuration(Kind kind) {
        for (String condition : Arrays.asList(null, "", "4", "soon", "-4 h", "4 parsecs", "99999999999 h")) {
            assertThatThrownBy(() -> kind.matcher(condition))
                    .as(condition)
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining(kind.type())
                    .hasMessageContaining("a whole number and a unit");
        }
    }
}
