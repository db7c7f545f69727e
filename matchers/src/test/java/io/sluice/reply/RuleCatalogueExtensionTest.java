package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's file over the built-in rules. */
class RuleCatalogueExtensionTest {
    private static final RuleCatalogue BUILT_IN = RuleCatalogue.builtIn();
    private static final RuleCatalogue UNCHANGED = extendedBy("");
    private static final Optional<Service> BUSINESS = Optional.of(Service.BUSINESS);

    private static final String FULL = "552 5.2.2 Mailbox full";
    private static final String NEW_RULE = rule("our-partner", "code='451' enhanced='4.7.1'", "451 4.7.1 Partner slow");
    private static final String REPLACEMENT = rule("recipient-mailbox-full", "code='5xx' enhanced='5.2.2'", FULL);

    @Test
    void triesANewRuleBeforeAllBuiltInOnes() {
        RuleCatalogue catalogue = extendedBy(NEW_RULE);

        assertThat(catalogue.rules().get(0).id()).isEqualTo("our-partner");
        assertThat(catalogue.rules()).hasSize(BUILT_IN.rules().size() + 1);
        assertThat(ruleFor(catalogue, "451 4.7.1 Partner slow")).isEqualTo("our-partner");
        assertThat(catalogue.changes().added()).containsExactly("our-partner");
    }

    @Test
    void keepsTheOrderOfNewRules() {
        RuleCatalogue catalogue = extendedBy(NEW_RULE + rule("any-partner", "code='451'", "451 Something"));

        assertThat(catalogue.changes().added()).containsExactly("our-partner", "any-partner");
        assertThat(ruleFor(catalogue, "451 4.7.1 Partner slow")).isEqualTo("our-partner");
        assertThat(ruleFor(catalogue, "451 4.7.2 Partner slow")).isEqualTo("any-partner");
    }

    @Test
    void replacesABuiltInRuleAtItsPlace() {
        RuleCatalogue catalogue = extendedBy(REPLACEMENT);

        assertThat(ids(catalogue)).isEqualTo(ids(BUILT_IN));
        assertThat(catalogue.rule("recipient-mailbox-full").orElseThrow().file())
                .isEqualTo("conf/rules.xml");
        assertThat(catalogue.changes().replaced()).containsExactly("recipient-mailbox-full");
        assertThat(catalogue.changes().added()).isEmpty();
        assertThat(verdict(catalogue, FULL).remedy()).isEqualTo(Remedy.WAIT);
    }

    @Test
    void leavesADisabledRuleOut() {
        RuleCatalogue catalogue = extendedBy("<disable rule='recipient-mailbox-full'/>");

        assertThat(ids(catalogue))
                .doesNotContain("recipient-mailbox-full")
                .hasSize(ids(BUILT_IN).size() - 1);
        assertThat(ruleFor(catalogue, FULL)).isEqualTo("unknown-mailbox-refused");
        assertThat(catalogue.changes().disabled()).containsExactly("recipient-mailbox-full");
        assertThat(catalogue.changes().takenOver()).isEmpty();
    }

    @Test
    void setsTheBoundsOfOneClassOnly() {
        RuleCatalogue catalogue = extendedBy("<retry class='tls' floor='2 minutes' cap='3 days'/>");

        assertThat(catalogue.retryBounds().get(DeferralClass.TLS))
                .isEqualTo(new RetryBounds(Duration.ofMinutes(2), Duration.ofDays(3)));
        assertThat(catalogue.retryBounds().get(DeferralClass.DNS))
                .isEqualTo(BUILT_IN.retryBounds().get(DeferralClass.DNS));
        assertThat(catalogue.changes().retries()).containsExactly(DeferralClass.TLS);
    }

    @Test
    void shortensTheEarliestRetryOfBuiltInRulesToANewCap() {
        RuleCatalogue catalogue = extendedBy("<retry class='relay-misrouted' floor='1 second' cap='2 seconds'/>");

        assertThat(catalogue.rule("unable-to-relay").orElseThrow().verdict().earliestRetry())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void addsAMarkOfAttribution() {
        String reply = "451 4.7.500 Server busy [relay.contoso.example]";
        RuleCatalogue catalogue = extendedBy("<mark>.Contoso.example</mark><mark>.mx.microsoft</mark>");

        assertThat(verdict(BUILT_IN, reply, Optional.empty()).deferralClass()).isEqualTo(DeferralClass.NOT_MICROSOFT);
        assertThat(verdict(catalogue, reply, Optional.empty()).deferralClass())
                .isNotEqualTo(DeferralClass.NOT_MICROSOFT);
        assertThat(catalogue.changes().marks()).isEqualTo(1);
    }

    @Test
    void tellsWhichBuiltInRulesLoseExamplesToANewRule() {
        RuleCatalogue catalogue = extendedBy(rule("all-full", "code='5xx' enhanced='5.2.2'", FULL));

        assertThat(catalogue.changes().takenOver()).containsExactly("sender-mailbox-full", "recipient-mailbox-full");
    }

    @Test
    void tellsThatAReplacementLosesExamplesOfTheReplacedRule() {
        RuleCatalogue catalogue = extendedBy(
                rule("recipient-mailbox-full", "code='552' enhanced='5.2.2'", "552 5.2.2 Full up to the brim"));

        assertThat(catalogue.changes().takenOver()).containsExactly("recipient-mailbox-full");
    }

    @Test
    void takesAFileWithNothingInIt() {
        assertThat(ids(UNCHANGED)).isEqualTo(ids(BUILT_IN));
        assertThat(UNCHANGED.retryBounds()).isEqualTo(BUILT_IN.retryBounds());
        assertThat(UNCHANGED.changes()).isEqualTo(RuleChanges.NONE);
    }

    @Property(tries = 500)
    void anEmptyFileChangesNoVerdict(
            @ForAll @IntRange(min = 400, max = 599) int code,
            @ForAll @IntRange(max = 9) int subject,
            @ForAll @IntRange(max = 999) int detail,
            @ForAll @StringLength(max = 80) String text) {
        SmtpReply reply = reply(code + " " + code / 100 + "." + subject + "." + detail + " " + text);

        for (Service service : Service.values()) {
            assertThat(new RuleBasedClassifier(UNCHANGED).classify(reply, Optional.of(service)))
                    .isEqualTo(new RuleBasedClassifier(BUILT_IN).classify(reply, Optional.of(service)));
        }
    }

    @Test
    void anEmptyFileKeepsTheVerdictOfEachBuiltInExample() {
        for (Rule rule : BUILT_IN.rules()) {
            for (Rule.Example example : rule.examples()) {
                assertThat(UNCHANGED.firstMatch(example.reply(), example.service()))
                        .map(Rule::verdict)
                        .contains(rule.verdict());
            }
        }
    }

    @Test
    void doesNotTouchTheCatalogueThatIsExtended() {
        List<String> before = ids(BUILT_IN);

        extendedBy(NEW_RULE + REPLACEMENT + "<disable rule='too-large'/>");

        assertThat(ids(BUILT_IN)).isEqualTo(before);
        assertThat(BUILT_IN.changes()).isEqualTo(RuleChanges.NONE);
    }

    @Test
    void refusesARuleThatAnEarlierRuleOfTheFileShadows() {
        assertFault("\n" + rule("any-partner", "code='451'", "451 Something") + "\n" + NEW_RULE)
                .hasMessage("conf/rules.xml, line 3, rule our-partner:"
                        + " its example is caught by the earlier rule any-partner of line 2");
    }

    @Test
    void refusesAReplacementThatABuiltInRuleShadows() {
        int line = BUILT_IN.rule("recipient-mailbox-full").orElseThrow().line();

        assertFault(rule("unknown-permanent", "code='5xx'", FULL))
                .hasMessage("conf/rules.xml, line 1, rule unknown-permanent: its example is caught by the earlier rule"
                        + " recipient-mailbox-full of line " + line + " of Sluice's own microsoft-replies.xml");
    }

    @Test
    void refusesAMatchThatNoExampleShows() {
        assertFault(NEW_RULE.replace("<verdict", "<match code='452'/><verdict"))
                .hasMessage("conf/rules.xml, line 1, rule our-partner: no example matches its <match> number 2");
    }

    @Test
    void refusesAnEarliestRetryBeyondTheCapThatTheFileSets() {
        assertFault("<retry class='outage' floor='1 second' cap='1 minute'/>\n" + NEW_RULE)
                .hasMessage("conf/rules.xml, line 2, rule our-partner:"
                        + " the earliest retry is later than the cap of the class outage");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<disable rule='no-such-rule'/> | 2: <disable> rule=\"no-such-rule\" is not the id of a rule that Sluice",
                "<disable rule='No!'/> | 2: <disable> rule=\"No!\" is not lower-case words",
                "<disable/> | 2: <disable> needs the attribute rule",
                "<disable rule='too-large'/>\\n<disable rule='too-large'/> | 3: <disable> is there twice for the rule too-large",
                "<disable rule='too-large'>x</disable> | 2: <disable> does not take a text: x",
                "<disable id='too-large'/> | 2: <disable> has the unknown attribute id; allowed are [rule]",
                "<mark>.com</mark> | 2: <mark> \".com\" is too short",
                "<mark> </mark> | 2: <mark> needs a text",
                "<retry class='tls' floor='1 hour' cap='1 minute'/> | 2: <retry> has bad bounds.",
                "<retry class='tsl' floor='1 hour' cap='1 day'/> | 2: <retry> class=\"tsl\" is not one of [",
                "<rules/> | 2: <rules> is not known in <replies>; allowed are [disable, mark, retry, rule]"
            })
    void refuses(String part, String message) {
        assertFault("\n" + part.replace("\\n", "\n")).hasMessageStartingWith("conf/rules.xml, line " + message);
    }

    @Test
    void refusesToDisableWhatTheFileReplaces() {
        assertFault(REPLACEMENT + "\n<disable rule='recipient-mailbox-full'/>")
                .hasMessage("conf/rules.xml, line 2: <disable> is of no use: this file replaces the rule"
                        + " recipient-mailbox-full");
    }

    @Test
    void namesThePartsOfAFault() {
        assertThatThrownBy(() -> extendedBy("\n" + NEW_RULE.replace("code='451'", "code='999'")))
                .isInstanceOfSatisfying(RuleFileException.class, fault -> {
                    assertThat(fault.file()).isEqualTo("conf/rules.xml");
                    assertThat(fault.line()).isEqualTo(2);
                    assertThat(fault.ruleId()).isEqualTo("our-partner");
                    assertThat(fault.fault()).startsWith("<match> code=\"999\" is not");
                });
    }

    @Test
    void keepsAFaultToOnePrintableLine() {
        assertFault("two\nlines \u009b31m")
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("\n", "\u009b"));
    }

    @Test
    void refusesADoctype() {
        assertThatThrownBy(() -> BUILT_IN.extendedBy(
                        "conf/rules.xml",
                        stream("<!DOCTYPE replies [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><replies>&x;</replies>")))
                .isInstanceOf(RuleFileException.class)
                .hasMessage("conf/rules.xml, line 1: a DOCTYPE is not allowed");
    }

    private static AbstractThrowableAssert<?, ?> assertFault(String parts) {
        return assertThatThrownBy(() -> extendedBy(parts)).isInstanceOf(RuleFileException.class);
    }

    private static RuleCatalogue extendedBy(String parts) {
        try {
            return BUILT_IN.extendedBy("conf/rules.xml", stream("<replies>" + parts + "</replies>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(RuleCatalogue catalogue) {
        return catalogue.rules().stream().map(Rule::id).toList();
    }

    private static String ruleFor(RuleCatalogue catalogue, String line) {
        return verdict(catalogue, line).ruleId();
    }

    private static Verdict verdict(RuleCatalogue catalogue, String line) {
        return verdict(catalogue, line, BUSINESS);
    }

    private static Verdict verdict(RuleCatalogue catalogue, String line, Optional<Service> service) {
        return new RuleBasedClassifier(catalogue).classify(reply(line), service);
    }

    private static SmtpReply reply(String line) {
        return SmtpReply.of(line, SmtpStage.RCPT, RemoteHost.NONE);
    }

    private static String rule(String id, String match, String example) {
        return "<rule id='" + id + "'><match " + match + "/>"
                + "<verdict class='outage' scope='recipient' remedy='wait' earliest='10 minutes'/>"
                + "<advice>Wait for it.</advice><source verified='seen'>A log</source>"
                + "<example>" + example + "</example></rule>";
    }
}
