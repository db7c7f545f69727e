package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedReplyTest {
    private static final RemoteHost RELAY = new RemoteHost("relay.example.com", "192.0.2.25");
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "450 4.1.1 host a.example[192.0.2.1] said: 550 5.4.1 Denied (in reply to RCPT TO)| 550| true",
                "450 4.1.1 Deferred <<< 452 Too many| 452| true",
                "451 4.4.0 Primary target IP address responded with: \"421 4.4.1 Timed out.\"| 421| false",
                "400 4.4.7 Delayed [{LED=450 4.4.316 Refused};{MSG=}]| 450| false",
                "550 5.4.300 Expired -> 451 No| 451| false",
                "550 5.0.0 It was 550-5.7.1 Refused| 550| false",
            })
    void findsWhatIsQuoted(String outer, int code, boolean saidByHost) {
        QuotedReply quoted = QuotedReply.in(parse(outer)).orElseThrow();

        assertThat(quoted.reply().code()).isEqualTo(code);
        assertThat(quoted.saidByHost()).isEqualTo(saidByHost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.500 Server busy. Please try again later from [198.51.100.9]",
                "550 5.7.1 Refused, 450 of them",
                "451 4.7.1 at 12:00:00.450 4.7.1",
                "550 5.7.1 See example.org/451 5.7.1",
                "450 4.2.0 Come back in 500 seconds",
                "550 5.1.1",
                "550",
            })
    void doesNotTakeOtherNumbersForAReply(String reply) {
        assertThat(QuotedReply.in(parse(reply))).isEmpty();
    }

    @Test
    void doesNotBelieveAForeignRelayThatItsWordsAreMicrosofts() {
        SmtpReply reply = parse("450 4.1.1 host mx.example.net[192.0.2.1] said: 451 4.7.500 Server busy");

        assertThat(CLASSIFIER.classify(reply, Optional.empty()).deferralClass()).isEqualTo(DeferralClass.NOT_MICROSOFT);
    }

    @Test
    void keepsItsOwnVerdictWhenNoRuleKnowsWhatIsQuoted() {
        SmtpReply reply = parse("451 4.3.0 host x.mail.protection.outlook.com[192.0.2.1] said: 550 5.9.9 Unheard of");

        assertThat(CLASSIFIER.classify(reply, Optional.empty()).ruleId()).isEqualTo("unknown-temporary-system");
    }

    @Test
    void followsNoQuotationForEver() {
        SmtpReply reply = parse("450 4.1.1" + " host said: 450 4.1.1".repeat(200));

        assertThat(CLASSIFIER.classify(reply, Optional.empty()).ruleId()).isEqualTo("other-temporary");
    }

    private static SmtpReply parse(String raw) {
        return SmtpReply.of(raw, SmtpStage.RCPT, RELAY);
    }
}
