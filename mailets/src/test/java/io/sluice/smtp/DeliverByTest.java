package io.sluice.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.matchers.SluiceAttributes;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverByTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Map<Object, Object> attachments = new HashMap<>();
    private final DeliverBy handler = new DeliverBy(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"600;R", "600;r", "600;RT"})
    void setsTheDeadlineOnTheMail(String value) throws Exception {
        assertThat(say(value)).isEqualTo(HookResult.DECLINED);

        assertThat(deadline()).contains(NOW.plusSeconds(600).atZone(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"600;N", "-600;N", "0;NT"})
    void setsNoneWhenTheMailIsToBeTriedFurther(String value) throws Exception {
        assertThat(say(value)).isEqualTo(HookResult.DECLINED);

        assertThat(deadline()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "600", "600;", "600;X", "0;R", "-1;R", ";R", "1234567890;R", "6 00;R", "600;R;R", "\u0661;R"
            })
    void refusesWhatIsNoSuchValue(String value) throws Exception {
        assertThat(say(value).getSmtpRetCode()).isEqualTo("501");

        assertThat(deadline()).isEmpty();
    }

    @Test
    void setsNoneWhenNobodySaidOne() throws Exception {
        assertThat(deadline()).isEmpty();
    }

    private HookResult say(String value) {
        return handler.doMailParameter(session(), "BY", value);
    }

    private Optional<ZonedDateTime> deadline() throws Exception {
        FakeMail mail = FakeMail.defaultFakeMail();
        handler.onMessage(session(), mail);
        return AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.DELIVER_BY, ZonedDateTime.class);
    }

    /** A session that only has attachments. */
    private SMTPSession session() {
        return (SMTPSession) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SMTPSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setAttachment" -> Optional.ofNullable(attachments.put(arguments[0], arguments[1]));
                    case "getAttachment" -> Optional.ofNullable(attachments.get(arguments[0]));
                    default -> throw new AssertionError(method.getName());
                });
    }
}
