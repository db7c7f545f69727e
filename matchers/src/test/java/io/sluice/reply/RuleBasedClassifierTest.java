package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuleBasedClassifierTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final RemoteHost TENANT = new RemoteHost("Contoso-com.mail.protection.outlook.com", "52.101.1.1");
    private static final RemoteHost GATEWAY = new RemoteHost("mx.example.org", "192.0.2.25");

    @Test
    void knowsMicrosoftByTheServiceThatWasSpokenTo() {
        Verdict verdict = classify("451 4.7.500 Server busy", GATEWAY, Optional.of(Service.BUSINESS));

        assertThat(verdict.deferralClass()).isEqualTo(DeferralClass.OUTAGE);
    }

    @Test
    void knowsMicrosoftByTheNameOfTheHost() {
        Verdict verdict = classify("451 4.7.500 Server busy", TENANT, Optional.empty());

        assertThat(verdict.deferralClass()).isEqualTo(DeferralClass.OUTAGE);
    }

    @Test
    void knowsMicrosoftByTheAgentInTheReply() {
        Verdict verdict = classify("451 4.7.650 Rate limited [AGT=PFA]", GATEWAY, Optional.empty());

        assertThat(verdict.deferralClass()).isEqualTo(DeferralClass.IP_REPUTATION_THROTTLE);
    }

    @Test
    void doesNotTakeForeignRepliesWithMicrosoftsCodesForMicrosofts() {
        Verdict verdict = classify("451 4.7.650 Rate limited due to IP reputation", GATEWAY, Optional.empty());

        assertThat(verdict.deferralClass()).isEqualTo(DeferralClass.NOT_MICROSOFT);
        assertThat(verdict.scope()).isEqualTo(Scope.MESSAGE);
    }

    @Test
    void doesNotTakeARefusalOfExchangeOnlinesOwnHostsForMicrosofts() {
        String refusal = "554 5.7.1 <mail-am6eur05.outbound.protection.outlook.com[192.0.2.1]>: Client host rejected";

        assertThat(classify(refusal, GATEWAY, Optional.empty()).deferralClass()).isEqualTo(DeferralClass.NOT_MICROSOFT);
    }

    @ParameterizedTest
    @CsvSource({"false, 550 4.7.650 Unheard of", "true, 451 5.1.1 Unheard of", "true, 471 Unheard of", "false, 571 No"})
    void believesTheFirstDigitWhenNoRuleKnowsBetter(boolean temporary, String reply) {
        Verdict verdict = classify(reply, TENANT, Optional.of(Service.BUSINESS));

        assertThat(verdict.temporary()).isEqualTo(temporary);
        assertThat(verdict.ruleId()).startsWith("unknown-");
        assertThat(verdict.known()).isFalse();
    }

    @Test
    void tellsThePartsOfTheReply() {
        Verdict verdict = classify("451 4.7.500 Server busy from [192.0.2.7]. (S77714)", TENANT, Optional.empty());

        assertThat(verdict.known()).isTrue();
        assertThat(verdict.parts().marks()).containsExactly("S77714");
        assertThat(verdict.parts().address()).contains("192.0.2.7");
    }

    @Test
    void hasNoPartsForAReplyWithoutAny() {
        assertThat(classify("450 Not now", TENANT, Optional.empty()).parts()).isEqualTo(ReplyParts.NONE);
    }

    @Test
    void givesUpEarlyWhatSeldomEnds() {
        Verdict verdict = classify(
                "451 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a hosted"
                        + " tenant which has no mail-enabled subscriptions. ATTR5",
                TENANT,
                Optional.of(Service.BUSINESS));

        assertThat(verdict.giveUpAfter()).contains(Duration.ofHours(24));
        assertThat(classify("451 4.7.500 Server busy", TENANT, Optional.empty()).giveUpAfter())
                .isEmpty();
    }

    @Test
    void doesNotCountForeignRepliesAmongTheUnknown() {
        assertThat(classify("450 Come back later", GATEWAY, Optional.empty()).known())
                .isTrue();
    }

    @Test
    void keepsTheMailWhenTheSessionIsRefusedForAReasonUnknown() {
        SmtpReply reply = SmtpReply.of("554 5.7.99 Go away", SmtpStage.CONNECT, TENANT);

        Verdict verdict = CLASSIFIER.classify(reply, Optional.of(Service.BUSINESS));

        assertThat(verdict.remedy()).isEqualTo(Remedy.HOLD);
    }

    @Test
    void hasAVerdictEvenOnAReplyThatIsNotNegative() {
        Verdict verdict = classify("250 2.1.0 OK", TENANT, Optional.of(Service.BUSINESS));

        assertThat(verdict.ruleId()).isEqualTo("unknown-reply");
        assertThat(verdict.known()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(NoReply.Kind.class)
    void hasARuleForEachKindOfMissingReplyWhateverTheDestination(NoReply.Kind kind) {
        NoReply reply = new NoReply(kind, "it broke", SmtpStage.CONNECT, RemoteHost.NONE);

        Verdict toMicrosoft = CLASSIFIER.classify(reply, Optional.of(Service.CONSUMER));
        Verdict toOthers = CLASSIFIER.classify(reply, Optional.empty());

        assertThat(toMicrosoft).isEqualTo(toOthers);
        assertThat(toMicrosoft.ruleId()).doesNotStartWith("unknown-");
        boolean noMailEver = kind == NoReply.Kind.NULL_MX || kind == NoReply.Kind.NO_SUCH_DOMAIN;
        assertThat(toMicrosoft.temporary()).isEqualTo(!noMailEver);
    }

    @ParameterizedTest
    @EnumSource(
            value = NoReply.Kind.class,
            names = {"READ_TIMED_OUT", "CONNECTION_RESET", "GARBAGE"})
    void triesNoOtherHostAtOnceWhenTheMessageMayHaveBeenTaken(NoReply.Kind kind) {
        NoReply reply = new NoReply(kind, "it broke", SmtpStage.END_OF_DATA, TENANT);

        assertThat(CLASSIFIER.classify(reply, Optional.of(Service.BUSINESS)).remedy())
                .isEqualTo(Remedy.WAIT);
    }

    @Test
    void splitsRecipientsAtOnce() {
        Verdict verdict = classify("452 4.5.3 Too many recipients", TENANT, Optional.of(Service.BUSINESS));

        assertThat(verdict.earliestRetry()).isEqualTo(Duration.ZERO);
    }

    @Test
    void findsTheMarkAtTheEndOfALongReply() {
        String tail = "[AM6EUR05FT040.eop-eur05.prod.protection.outlook.com]";

        Verdict verdict = classify("451 4.3.2 " + "word ".repeat(790) + tail, GATEWAY, Optional.empty());

        assertThat(verdict.deferralClass()).isNotEqualTo(DeferralClass.NOT_MICROSOFT);
    }

    private static Verdict classify(String raw, RemoteHost remote, Optional<Service> service) {
        return CLASSIFIER.classify(SmtpReply.of(raw, SmtpStage.MAIL, remote), service);
    }
}
