package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.RuleComparison.Aspect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleComparisonTest {
    private static final RuleCatalogue BUILT_IN = RuleCatalogue.builtIn();
    private static final Optional<Service> BUSINESS = Optional.of(Service.BUSINESS);
    private static final SmtpReply RELAY = reply("451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35");
    private static final SmtpReply MAILBOX = reply("552 5.2.2 Mailbox full");

    @Test
    void findsNoDifferenceBetweenRulesAndThemselves() {
        RuleComparison comparison = comparison(BUILT_IN);

        RuleComparison.Outcome outcome = comparison.compare(RELAY, BUSINESS);

        assertThat(outcome.differs()).isFalse();
        assertThat(comparison.summary().replies()).isEqualTo(1);
        assertThat(comparison.summary().differing()).isZero();
        assertThat(comparison.summary().differences()).isEmpty();
    }

    @Test
    void tellsEachAspectThatDiffers() throws IOException {
        RuleComparison comparison = comparison(
                extended(
                        """
                <rule id="full-again">
                  <match code="552" enhanced="5.2.2"/>
                  <verdict class="service-throttle" scope="tenant" remedy="wait" earliest="1 hour"/>
                  <advice>Wait.</advice>
                  <source verified="seen">A log</source>
                  <example>552 5.2.2 Mailbox full</example>
                </rule>
                """));

        RuleComparison.Outcome outcome = comparison.compare(MAILBOX, BUSINESS);

        assertThat(outcome.aspects()).containsExactly(Aspect.values());
        assertThat(outcome.current().ruleId()).isEqualTo("recipient-mailbox-full");
        assertThat(outcome.candidate().ruleId()).isEqualTo("full-again");
    }

    @Test
    void tellsADifferenceOfTheRuleFromOneOfTheTreatment() throws IOException {
        RuleComparison comparison = comparison(
                extended(
                        """
                <rule id="full-by-another-name">
                  <match code="552" enhanced="5.2.2"/>
                  <verdict class="mailbox-unavailable" scope="recipient" remedy="bounce"/>
                  <advice>Gone.</advice>
                  <source verified="seen">A log</source>
                  <example>552 5.2.2 Mailbox full</example>
                </rule>
                """));

        assertThat(comparison.compare(MAILBOX, BUSINESS).aspects()).containsExactly(Aspect.RULE);
    }

    @Test
    void countsRepliesAspectsAndPairsOfVerdicts() throws IOException {
        RuleComparison comparison =
                comparison(extended("<retry class='relay-misrouted' floor='1 minute' cap='2 minutes'/>"));

        comparison.compare(RELAY, BUSINESS);
        comparison.compare(MAILBOX, BUSINESS);
        comparison.compare(RELAY, BUSINESS);

        RuleComparison.Summary summary = comparison.summary();
        assertThat(summary.replies()).isEqualTo(3);
        assertThat(summary.differing()).isEqualTo(2);
        assertThat(summary.byAspect()).containsEntry(Aspect.EARLIEST_RETRY, 2L).containsEntry(Aspect.CLASS, 0L);
        assertThat(summary.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.count()).isEqualTo(2);
            assertThat(difference.first().reply()).isEqualTo(RELAY);
        });
    }

    @Test
    void keepsABoundedNumberOfDifferences() {
        ReplyClassifier restless = (reply, service) -> Verdict.of(
                DeferralClass.OTHER,
                Scope.MESSAGE,
                Remedy.WAIT,
                Duration.ofSeconds(1),
                "",
                "rule-" + reply.text());
        RuleComparison comparison = new RuleComparison(new RuleBasedClassifier(BUILT_IN), restless);

        int replies = RuleComparison.MOST_DIFFERENCES + 5;
        for (int i = 0; i < replies; i++) {
            comparison.compare(reply("451 number " + i), BUSINESS);
        }

        assertThat(comparison.summary().differing()).isEqualTo(replies);
        assertThat(comparison.summary().differences()).hasSize(RuleComparison.MOST_DIFFERENCES);
        assertThat(comparison.summary().further()).isEqualTo(5);
    }

    private static RuleComparison comparison(RuleCatalogue candidate) {
        return new RuleComparison(new RuleBasedClassifier(BUILT_IN), new RuleBasedClassifier(candidate));
    }

    private static RuleCatalogue extended(String parts) throws IOException {
        return BUILT_IN.extendedBy(
                "candidate.xml",
                new ByteArrayInputStream(("<replies>" + parts + "</replies>").getBytes(StandardCharsets.UTF_8)));
    }

    private static SmtpReply reply(String line) {
        return SmtpReply.of(line, SmtpStage.RCPT, RemoteHost.NONE);
    }
}
