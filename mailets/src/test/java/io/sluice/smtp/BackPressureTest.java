package io.sluice.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.StorePressure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackPressureTest {
    private final SettableClock clock = new SettableClock();
    private final StorePressure outbox = new StorePressure();
    private final BackPressure hook = new BackPressure(outbox, new NoQueues(), clock);

    @Test
    void letsMailInWhileTheOutboxTakesIt() {
        assertThat(mail()).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void answers452WhileTheOutboxRefuses() {
        outbox.refused(clock.instant());

        HookResult result = mail();

        assertThat(result.getResult().getAction()).isEqualTo(HookReturnCode.Action.DENYSOFT);
        assertThat(result.getSmtpRetCode()).isEqualTo("452");
        assertThat(result.getSmtpDescription()).startsWith("4.3.1 ");
    }

    @Test
    void letsMailInAsSoonAsTheOutboxStoredSome() {
        outbox.refused(clock.instant());
        outbox.stored();

        assertThat(mail()).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void triesAgainWhenNothingWasRefusedForAWhile() {
        outbox.refused(clock.instant());
        clock.now = clock.now.plusSeconds(5);

        assertThat(mail()).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void isNotShutForLongByAClockThatIsSetBack() {
        outbox.refused(clock.instant());
        clock.now = clock.now.minus(Duration.ofDays(1));

        assertThat(mail()).isEqualTo(HookResult.DECLINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "50000", "10000000"})
    void takesALimit(String value) {
        assertThatCode(() -> configure("maxSpooled", value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "10000001", ""})
    void refusesABadLimit(String value) {
        assertThatThrownBy(() -> configure("maxSpooled", value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("smtpserver.xml")
                .hasMessageContaining("<maxSpooled>" + value + "<")
                .hasMessageContaining("1 to 10000000");
    }

    @Test
    void refusesAnUnknownElement() {
        assertThatThrownBy(() -> configure("maxSpool", "7"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("<maxSpool>")
                .hasMessageContaining("<maxSpooled>");
    }

    private HookResult mail() {
        return hook.doMail(null, MaybeSender.nullSender());
    }

    private void configure(String key, String value) throws ConfigurationException {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty(key, value);
        hook.init(configuration);
    }

    private static final class NoQueues implements MailQueueFactory<MailQueue> {
        @Override
        public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
            return Optional.empty();
        }

        @Override
        public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
            throw new AssertionError("no queue is to be made");
        }

        @Override
        public Set<MailQueueName> listCreatedMailQueues() {
            return Set.of();
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
