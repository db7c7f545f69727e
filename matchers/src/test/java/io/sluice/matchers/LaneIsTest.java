package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.microsoft.Freshness;
import io.sluice.microsoft.MxAnswer;
import io.sluice.microsoft.MxLookup;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.Service;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneIsTest {
    private static final String ANN = "ann@hotmail.com";
    private static final String BOB = "bob@elsewhere.example";

    private Set<LaneCondition> consumer = EnumSet.of(LaneCondition.OPEN);
    private LaneCondition lane = LaneCondition.OPEN;

    @Test
    void matchesTheRecipientsWhoseServiceHasALaneThatStandsSo() throws MessagingException {
        consumer = EnumSet.of(LaneCondition.OPEN, LaneCondition.BLOCKED);

        assertThat(match("blocked, suspended", mail())).containsExactly(ANN);
        assertThat(match("open", mail())).containsExactly(ANN);
        assertThat(match("outage", mail())).isEmpty();
    }

    @Test
    void looksAtTheLaneThatADeferredMailHas() throws MessagingException {
        lane = LaneCondition.SUSPENDED;
        Mail deferred = mail();
        deferred.setAttribute(new Attribute(SluiceAttributes.LANE, AttributeValue.of("192.0.2.7/consumer")));

        assertThat(match("suspended", deferred)).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(match("open", deferred)).isEmpty();
    }

    @Test
    void aNamedServiceOrLaneIsAboutAllRecipients() throws MessagingException {
        consumer = EnumSet.of(LaneCondition.OUTAGE);
        lane = LaneCondition.THROTTLED;

        assertThat(match("consumer:outage", mail())).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(match("consumer: open", mail())).isEmpty();
        assertThat(match("2001:db8::7/consumer:throttled", mail())).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(match("192.0.2.7/consumer:open", mail())).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "closed", "open,", "hotmail:open", "/consumer:open", "consumer:", "192.0.2.7/:open"})
    void refusesOtherConditions(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("LaneIs")
                .hasMessageContaining("open, throttled, suspended, blocked, outage");
    }

    private List<String> match(String condition, Mail mail) throws MessagingException {
        return matcher(condition).match(mail).stream()
                .map(MailAddress::asString)
                .toList();
    }

    private LaneIs matcher(String condition) throws MessagingException {
        MxLookup mx = domain -> new MxAnswer.Hosted(
                domain.asString(),
                List.of("mx.example"),
                Optional.of(Service.CONSUMER)
                        .filter(service -> domain.asString().equals("hotmail.com")),
                Optional.empty(),
                Freshness.FRESH);
        LaneIs matcher = new LaneIs(new Standing(), mx);
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("LaneIs")
                .condition(condition)
                .build());
        return matcher;
    }

    private final class Standing implements LaneConditions {
        @Override
        public LaneCondition of(String name) {
            assertThat(name).endsWith("/consumer");
            return lane;
        }

        @Override
        public Set<LaneCondition> to(String destination) {
            assertThat(destination).isEqualTo("consumer");
            return consumer;
        }
    }

    private static Mail mail() throws MessagingException {
        return FakeMail.builder().name("mail").recipients(ANN, BOB).build();
    }
}
