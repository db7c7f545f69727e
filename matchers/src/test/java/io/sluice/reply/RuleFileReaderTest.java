package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileReaderTest {
    private static final String BUSY = rule("busy", "<match code='451' enhanced='4.7.500'/>", "451 4.7.500 Busy");
    private static final String RETRIES = Arrays.stream(DeferralClass.values())
            .map(each -> "<retry class='" + each.token() + "' floor='1 minute' cap='1 hour'/>")
            .collect(Collectors.joining());

    @Test
    void readsARule() {
        RuleCatalogue catalogue = read(file(BUSY));

        Rule rule = catalogue.rules().get(0);
        assertThat(rule.verdict())
                .isEqualTo(Verdict.of(
                        DeferralClass.OUTAGE,
                        Scope.SERVICE,
                        Remedy.WAIT,
                        Duration.ofMinutes(10),
                        "Wait for it. See https://example.org/",
                        "busy"));
        assertThat(rule.provenance())
                .isEqualTo(new Provenance("A log", Provenance.Verified.SEEN, Optional.of("2025-07")));
        assertThat(catalogue.retryBounds().get(DeferralClass.TLS))
                .isEqualTo(new RetryBounds(Duration.ofMinutes(1), Duration.ofHours(1)));
    }

    @Test
    void namesFileLineAndRuleOfAFault() {
        String file =
                file("\n\n<rule id='late'>\n<match code='999'/><example>499 x</example><advice>x</advice></rule>");

        assertFault(file).hasMessageStartingWith("rules.xml, line 4, rule late: <match> code=\"999\" is not ");
    }

    @Test
    void matchesByStageServiceWordsAndPattern() {
        RuleCatalogue catalogue = read(file(rule(
                "picky",
                "<match code='4xx' stage='rcpt' service='business'><words>Slow | late</words><words>today</words>"
                        + "<pattern>in [0-9]+ minutes?$</pattern></match>",
                "450 Come LATE   today, in 5 Minutes")));
        SmtpReply atRcpt = SmtpReply.of("450 slow today, in 1 minute", SmtpStage.RCPT, RemoteHost.NONE);

        assertThat(catalogue.firstMatch(atRcpt, Optional.of(Service.BUSINESS))).isPresent();
        assertThat(catalogue.firstMatch(atRcpt, Optional.of(Service.CONSUMER))).isEmpty();
        assertThat(catalogue.firstMatch(
                        SmtpReply.of(atRcpt.line(), SmtpStage.DATA, RemoteHost.NONE), Optional.of(Service.BUSINESS)))
                .isEmpty();
        assertThat(catalogue.firstMatch(
                        SmtpReply.of("450 slow today, in a minute", SmtpStage.RCPT, RemoteHost.NONE),
                        Optional.of(Service.BUSINESS)))
                .isEmpty();
    }

    @Test
    void letsOnlyARuleThatGivesWayListenToWhatIsQuoted() {
        String inner = rule("inner", "<match code='550'/>", "550 5.1.1 No");
        String outer = rule("outer", "<match code='451'/>", "451 4.3.0 Passed on");
        SmtpReply reply = SmtpReply.of("451 4.3.0 Passed on: 550 5.1.1 No", SmtpStage.RCPT, RemoteHost.NONE);

        RuleCatalogue firm = read(file(inner + outer));
        RuleCatalogue givingWay =
                read(file(inner + outer.replace("<rule id='outer'", "<rule id='outer' quotes='yes'")));

        assertThat(firm.firstMatch(reply, Optional.of(Service.BUSINESS))
                        .orElseThrow()
                        .id())
                .isEqualTo("outer");
        assertThat(givingWay
                        .firstMatch(reply, Optional.of(Service.BUSINESS))
                        .orElseThrow()
                        .id())
                .isEqualTo("inner");
        assertFault(file(outer.replace("<rule id='outer'", "<rule id='outer' quotes='no'")))
                .hasMessageContaining("quotes=\"no\" is not yes");
    }

    @Test
    void readsWhenAMailIsGivenUp() {
        String file = file(BUSY.replace("earliest='10 minutes'", "earliest='10 minutes' give-up='24 hours'"));

        assertThat(read(file).rules().get(0).verdict().giveUpAfter()).contains(Duration.ofDays(1));
    }

    @Test
    void marksWhatAFallbackMatchesAsUnknown() {
        String rule = rule("unknown-busy", "<match code='451' enhanced='4.7.*' stage='rcpt'/>", "451 4.7.1 Busy");

        RuleCatalogue catalogue = read(file(rule.replace("<rule ", "<rule fallback='yes' ")));

        assertThat(catalogue.rules().get(0).verdict().known()).isFalse();
        assertThat(read(file(rule)).rules().get(0).verdict().known()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<match code='451'><words>busy</words></match>",
                "<match code='451'><pattern>bu.y</pattern></match>",
                "<match code='451' token='S775'/>",
                "<match no-reply='garbage'/>",
            })
    void refusesAFallbackThatKnowsMoreThanCodes(String match) {
        String rule = rule("unknown-busy", match, "451 4.7.1 Busy (S775)");

        assertFault(file(rule.replace("<rule ", "<rule fallback='yes' ")))
                .hasMessageContaining("rule unknown-busy: <rule> is a fallback, which matches by code");
    }

    @Test
    void letsTheFirstOfTwoRulesWin() {
        RuleCatalogue catalogue = read(file(BUSY + rule("any", "<match code='4xx'/>", "450 Something")));
        SmtpReply reply = SmtpReply.of("451 4.7.500 Busy", SmtpStage.RCPT, RemoteHost.NONE);

        assertThat(catalogue.firstMatch(reply, Optional.of(Service.BUSINESS)))
                .map(Rule::id)
                .contains("busy");
    }

    @Test
    void refusesAnExampleThatDoesNotMatchItsRule() {
        assertFault(file(rule("busy", "<match code='451'/>", "450 Busy")))
                .hasMessageContaining("its example does not match it: 450 Busy");
    }

    @Test
    void refusesAnExampleThatOnlyALaterRuleMatches() {
        assertFault(file(
                        rule("busy", "<match code='451'/>", "450 Busy") + rule("any", "<match code='4xx'/>", "450 No")))
                .hasMessageContaining("rule busy: its example does not match it");
    }

    @Test
    void refusesARuleThatAnEarlierOneShadows() {
        assertFault(file(rule("any", "<match code='4xx'/>", "450 Something") + "\n" + BUSY))
                .hasMessage("rules.xml, line 2, rule busy: its example is caught by the earlier rule any of line 1");
    }

    @Test
    void refusesAMatchThatNoExampleShows() {
        assertFault(file(rule("busy", "<match code='451'/><match code='452'/>", "451 Busy")))
                .hasMessageContaining("no example matches its <match> number 2");
    }

    @Test
    void refusesAnEarliestRetryBeyondTheCap() {
        assertFault(file(BUSY.replace("10 minutes", "2 hours"))).hasMessageContaining("later than the cap");
    }

    @Test
    void refusesTwoRulesOfOneName() {
        assertFault(file(BUSY + BUSY)).hasMessageContaining("has the id of an earlier rule: busy");
    }

    @Test
    void refusesARuleWithoutExample() {
        assertFault(file("<rule id='bare'><match code='451'/></rule>")).hasMessageContaining("needs an <example>");
    }

    @Test
    void refusesARuleWithoutMatch() {
        assertFault(file("<rule id='bare'><example>451 x</example></rule>")).hasMessageContaining("needs a <match>");
    }

    @ParameterizedTest(name = "{1} for {0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "code='451'           | kode='451'                  | has the unknown attribute kode; allowed are [code,",
                "code='451'           | code='250'                  | code=\"250\" is not a code from 400 to 599",
                "code='451'           | code=''                     | code is empty",
                "enhanced='4.7.500'   | enhanced='4.7.699-500'      | enhanced=\"4.7.699-500\" is not a code such as",
                "enhanced='4.7.500'   | token='two;words'           | token=\"two;words\" is not a mark such as",
                "enhanced='4.7.500'   | stage='dinner'              | stage=\"dinner\" is not one of [connect, ehlo,",
                "enhanced='4.7.500'   | service='gmail'             | service=\"gmail\" is not one of [consumer, business,",
                "enhanced='4.7.500'   | origin='mars'               | origin=\"mars\" is not one of [microsoft, other, any]",
                "enhanced='4.7.500'   | no-reply='null-mx'          | no-reply together with origin, code or enhanced",
                "id='busy'            | id='Busy!'                  | id=\"Busy!\" is not lower-case words",
                "id='busy'            | class='busy'                | has the unknown attribute class; allowed are [fallback, id, quotes]",
                "class='outage'       | class='weather'             | class=\"weather\" is not one of [ip-reputation-throttle,",
                "scope='service'      | scope='planet'              | scope=\"planet\" is not one of [message,",
                "remedy='wait'        | remedy='pray'               | remedy=\"pray\" is not one of [wait, split,",
                "remedy='wait'        | remedy='bounce'             | bounces, so that it has no attribute earliest",
                "earliest='10 minutes'| earliest='soon'             | earliest=\"soon\" is not a whole number and a unit",
                "earliest='10 minutes'| note='x'                    | has the unknown attribute note",
                "earliest='10 minutes'| earliest='10 minutes' give-up='later' | give-up=\"later\" is not a whole number and a unit",
                "earliest='10 minutes'| earliest='10 minutes' give-up='5 minutes' | give-up=\"5 minutes\" is not later than the earliest",
                "remedy='wait' earliest='10 minutes'| remedy='bounce' give-up='1 day' | bounces, so that it has no attribute give-up",
                "id='busy'            | id='busy' fallback='no'     | fallback=\"no\" is not yes, the only value",
                "verified='seen'      | verified='sworn'            | verified=\"sworn\" is not one of [seen, documented,",
                "last-seen='2025-07'  | last-seen='July'            | last-seen=\"July\" is not a year",
                "floor='1 minute'     | floor='1 fortnight'         | floor=\"1 fortnight\" is not a whole number",
                "floor='1 minute'     | floor='0 minutes'           | has bad bounds. The shortest wait must be positive",
                "floor='1 minute'     | floor='2 hours'             | is shorter than the shortest",
                "class='tls'          | class='dns'                 | is there twice for the class dns",
                "Wait for it.         | <b/>                        | <b> is not known in <advice>",
                "<verdict             | <sentence/><verdict         | <sentence> is not known in <rule>; allowed are [advice,",
                "<verdict             | stray<verdict               | does not take a text: stray",
                "<example>            | <example no-reply='magic'>  | no-reply=\"magic\" is not one of [connection-refused,",
                "<example>            | <example stage='dinner'>    | stage=\"dinner\" is not one of",
                "<example>            | <example service='gmail'>   | service=\"gmail\" is not one of",
                "451 4.7.500 Busy     | Busy                        | has a bad reply. Not an SMTP reply: Busy",
                "451 4.7.500 Busy     | \" \"                       | <example> needs a text",
                "<replies>            | <replies><reply/>           | <reply> is not known in <replies>",
                "<replies>            | <replies x='1'>             | has the unknown attribute x",
                "</replies>           | </reply>                    | is not well-formed XML"
            })
    void refuses(String good, String bad, String message) {
        String file = file(BUSY);
        assertThat(file).contains(good);

        assertFault(file.replaceFirst(Pattern.quote(good), bad)).hasMessageContaining(message);
    }

    @Test
    void refusesAPatternThatRe2DoesNotTake() {
        String backReference = "<match code='451'><pattern>(a)\\1</pattern></match>";

        assertFault(file(rule("slow", backReference, "451 aa")))
                .hasMessageContaining("rule slow: <pattern> is no pattern that RE2 takes");
    }

    @Test
    void refusesEmptyWords() {
        assertFault(file(rule("empty", "<match><words>a | | b</words></match>", "451 a")))
                .hasMessageContaining("<words> has an empty alternative");
    }

    @Test
    void needsBoundsForEachClass() {
        assertFault("<replies>" + BUSY + "</replies>")
                .hasMessageContaining("needs a <retry> for the class ip-reputation-throttle");
    }

    @Test
    void refusesAnotherRoot() {
        assertFault("<rules/>").hasMessageContaining("begins with <replies>");
    }

    @Test
    void refusesADoctype() {
        assertFault("<!DOCTYPE replies [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><replies>&x;</replies>")
                .hasMessageContaining("a DOCTYPE is not allowed");
    }

    @Test
    void refusesAVeryLargeFile() {
        assertFault("<replies>" + " ".repeat(5_000_000) + "</replies>").hasMessageContaining("is larger than");
    }

    @Test
    void refusesDeepNesting() {
        assertFault("<a>".repeat(100)).hasMessageContaining("nested too deeply");
    }

    @Test
    void refusesAnEmptyFile() {
        assertFault("").hasMessageContaining("is not well-formed XML");
    }

    private static AbstractThrowableAssert<?, ?> assertFault(String file) {
        return assertThatThrownBy(() -> read(file))
                .isInstanceOf(RuleFileException.class)
                .hasMessageStartingWith("rules.xml, line ");
    }

    private static RuleCatalogue read(String file) {
        try {
            return new RuleFileReader("rules.xml")
                    .read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String rules) {
        return "<replies>" + RETRIES + rules + "</replies>";
    }

    private static String rule(String id, String match, String example) {
        return "<rule id='" + id + "'>" + match
                + "<verdict class='outage' scope='service' remedy='wait' earliest='10 minutes'/>"
                + "<advice link='https://example.org/'>Wait for it.</advice>"
                + "<source verified='seen' last-seen='2025-07'>A log</source>"
                + "<example>" + example + "</example></rule>";
    }
}
