package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import io.sluice.microsoft.FakeDns;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.microsoft.MxDirectory;
import java.time.InstantSource;
import java.util.Collection;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostedByMicrosoftTest {
    private static final String CONSUMER = "jane@hotmail.com";
    private static final String BUSINESS = "joe@contoso.com";
    private static final String OTHER = "jim@other.example";

    private final FakeDns dns = new FakeDns()
            .mx("hotmail.com", "hotmail-com.olc.protection.outlook.com.")
            .mx("contoso.com", "contoso-com.mail.protection.outlook.com.")
            .mx("other.example", "mx.other.example.");

    private HostedByMicrosoft matcher(String condition) throws MessagingException {
        HostedByMicrosoft matcher = new HostedByMicrosoft(new MxDirectory(
                dns, dns, dns, MicrosoftSettings.standard(), new RecordingMetricFactory(), InstantSource.system()));
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("HostedByMicrosoft")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Collection<MailAddress> match(HostedByMicrosoft matcher, String... recipients) throws Exception {
        return matcher.match(
                FakeMail.builder().name("mail").recipients(recipients).build());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "consumer,business", " Business , consumer "})
    void matchesTheRecipientsOfAnyService(String condition) throws Exception {
        assertThat(match(matcher(condition), CONSUMER, OTHER, BUSINESS))
                .containsExactlyInAnyOrder(new MailAddress(CONSUMER), new MailAddress(BUSINESS));
    }

    @Test
    void matchesTheRecipientsOfOneService() throws Exception {
        assertThat(match(matcher("consumer"), CONSUMER, OTHER, BUSINESS)).containsExactly(new MailAddress(CONSUMER));
        assertThat(match(matcher("business"), CONSUMER, OTHER, BUSINESS)).containsExactly(new MailAddress(BUSINESS));
    }

    @Test
    void looksUpADomainOncePerMail() throws Exception {
        match(matcher(null), "a@contoso.com", "b@contoso.com", "c@CONTOSO.com");

        assertThat(dns.asked).containsExactly("contoso.com");
    }

    @Test
    void withoutDnsMatchesConsumerDomainsByName() throws Exception {
        dns.down();

        assertThat(match(matcher(null), CONSUMER, OTHER, BUSINESS)).containsExactly(new MailAddress(CONSUMER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"submission", "consumer,", "all", "consumer business"})
    void refusesAnUnknownService(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("HostedByMicrosoft")
                .hasMessageContaining("allowed: nothing, or one or more of consumer, business");
    }

    @Test
    void saysWhatToAddWhenTheModuleIsNotConfigured() {
        assertThatThrownBy(() -> Guice.createInjector().getInstance(HostedByMicrosoft.class))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("guice.extension.module=io.sluice.SluiceModule");
    }
}
