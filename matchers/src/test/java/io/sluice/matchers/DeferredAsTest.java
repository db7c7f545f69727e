package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeferredAsTest {
    private static DeferredAs matcher(String condition) throws MessagingException {
        DeferredAs matcher = new DeferredAs();
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("DeferredAs")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Mail mail(AttributeName name, AttributeValue<?> value) throws Exception {
        return FakeMail.builder()
                .name("mail")
                .recipients("jane@hotmail.com", "joe@hotmail.com")
                .attribute(new Attribute(name, value))
                .build();
    }

    private static Mail deferredAs(String deferralClass) throws Exception {
        return mail(SluiceAttributes.CLASS, AttributeValue.of(deferralClass));
    }

    @Test
    void matchesAllRecipientsOfAMailOfThatClass() throws Exception {
        Mail mail = deferredAs("ip-blocked");

        assertThat(matcher("ip-blocked").match(mail)).containsExactlyElementsOf(mail.getRecipients());
    }

    @Test
    void matchesOneOfSeveralClasses() throws Exception {
        assertThat(matcher("tls, ip-blocked").match(deferredAs("ip-blocked"))).hasSize(2);
        assertThat(matcher("tls, network").match(deferredAs("ip-blocked"))).isEmpty();
    }

    @Test
    void matchesAScope() throws Exception {
        Mail mail = mail(SluiceAttributes.SCOPE, AttributeValue.of("tenant"));

        assertThat(matcher("scope:tenant").match(mail)).hasSize(2);
        assertThat(matcher("scope:source,tls").match(mail)).isEmpty();
    }

    @Test
    void matchesARule() throws Exception {
        Mail mail = mail(SluiceAttributes.RULE, AttributeValue.of("s3115"));

        assertThat(matcher("rule:s3115").match(mail)).hasSize(2);
        assertThat(matcher("rule:s3140").match(mail)).isEmpty();
    }

    @Test
    void doesNotMatchAMailThatWasNotDeferred() throws Exception {
        Mail mail =
                FakeMail.builder().name("mail").recipient("jane@hotmail.com").build();

        assertThat(matcher("other").match(mail)).isEmpty();
    }

    @Test
    void doesNotMatchAnAttributeOfAnotherType() throws Exception {
        assertThat(matcher("other").match(mail(SluiceAttributes.CLASS, AttributeValue.of(7))))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "ip-bloked", "IP-BLOCKED", "tls,,network", "scope:", "scope:world", "rule:", "rule:a b"})
    void refusesWhatIsNoReasonAndListsTheReasons(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("DeferredAs")
                .hasMessageContaining("ip-reputation-throttle, connection-limit,")
                .hasMessageContaining("not-microsoft")
                .hasMessageContaining("scope: and one of message, recipient,");
    }
}
