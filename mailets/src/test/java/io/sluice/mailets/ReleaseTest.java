package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.HoldAttributes;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    private final RecordedHolds holds = new RecordedHolds();

    @Test
    void releasesWhatItsParametersSay() throws MessagingException {
        release(Map.of("reason", "newsletter", "lane", "default/consumer", "senderDomain", "Example.ORG"))
                .service(mail());
        release(Map.of("senderDomain", "<>")).service(mail());

        assertThat(holds.filters())
                .containsExactly(
                        new HeldFilter(
                                Optional.of("newsletter"),
                                Optional.of("default/consumer"),
                                Optional.of("example.org"),
                                Optional.empty()),
                        new HeldFilter(Optional.empty(), Optional.empty(), Optional.of(""), Optional.empty()));
    }

    @Test
    void withoutParametersItReleasesTheEntryThatTheMailIsACopyOf() throws MessagingException {
        Mail copy = mail();
        copy.setAttribute(new Attribute(SluiceAttributes.ENTRY, AttributeValue.of(7L)));

        release(Map.of()).service(copy);

        assertThat(holds.released()).containsExactly(7L);
        assertThat(holds.filters()).isEmpty();
    }

    @Test
    void withoutParametersItTakesBackTheMarkOfAMailThatIsNotStoredYet() throws MessagingException {
        Mail mail = mail();
        HoldAttributes.set(mail, new HoldTerms("asked", Optional.empty()));

        release(Map.of()).service(mail);

        assertThat(mail.getAttribute(SluiceAttributes.HOLD)).isEmpty();
        assertThat(holds.filters()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertFault(Map.of("all", "true"), "unknown parameter <all>");
        assertFault(Map.of("reason", "two words"), "<reason> is \"two words\"");
        assertFault(Map.of("lane", "consumer"), "<lane> is \"consumer\"");
    }

    private void assertFault(Map<String, String> parameters, String words) {
        assertThatThrownBy(() -> release(parameters))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining(words);
    }

    private Release release(Map<String, String> parameters) throws MessagingException {
        Release release = new Release(holds);
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().mailetName("Release");
        parameters.forEach(config::setProperty);
        release.init(config.build());
        return release;
    }

    private static Mail mail() throws MessagingException {
        return FakeMail.builder().name("mail").recipient("ann@hotmail.com").build();
    }
}
