package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPartsTest {
    @Test
    void readsAllOfAReplyOfTheConsumerSide() {
        ReplyParts parts = parts("451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP"
                + " reputation. For e-mail delivery information, see https://aka.ms/postmaster (S775) [Name=Protocol"
                + " Filter Agent][AGT=PFA][MxId=11BAE3D2C0F41A27] [CO1PEPF000075F3.namprd03.prod.outlook.com"
                + " 2026-03-02T07:08:09.123Z 08DE6A1B2C3D4E5F]");

        assertThat(parts)
                .isEqualTo(new ReplyParts(
                        List.of("S775"),
                        Optional.of("Protocol Filter Agent"),
                        Optional.of("PFA"),
                        Optional.of("11BAE3D2C0F41A27"),
                        Optional.empty(),
                        Optional.of(new FrontEnd(
                                "CO1PEPF000075F3.namprd03.prod.outlook.com",
                                Optional.of("namprd03"),
                                Optional.of("nam"))),
                        Optional.of(Instant.parse("2026-03-02T07:08:09.123Z")),
                        Optional.of("08DE6A1B2C3D4E5F"),
                        Optional.of("192.0.2.7"),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.7.511 Access denied, banned sender[192.0.2.7]. AS(1410)| AS(1410)",
                "550 5.7.501 Service unavailable. S(2017052602)| S(2017052602)",
                "451 4.7.500 Server busy. (AS843)| AS843",
                "421 RP-001 The mail server| RP-001",
                "550 SC-002 (BAY004-MC1F5) Mail rejected| SC-002",
                "550 DY-001 Mail rejected| DY-001",
                "550 OU-002 (SNT004-MC3F20) Unfortunately| OU-002",
                "421 PR(ct1) The mail server| PR(CT1)",
                "451 4.4.3 Temporary server error. ATTR55.1| ATTR55.1",
                "451 4.7.0 Temporary server error. PRX9 RemoteHost: a| PRX9",
                "451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35. For more| ATTR35",
            })
    void readsMarks(String reply, String mark) {
        assertThat(parts(reply).marks()).containsExactly(mark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.4.3 from AS8PR04MB8765.eurprd04.prod.outlook.com",
                "451 4.4.3 encrypted with S/MIME, TLS1.2, AS1, RP-12, XS775, S775x and AS(12",
                "451 4.4.3 [08DE6A1B2C3D4E5F]"
            })
    void takesNoOtherWordsForMarks(String reply) {
        assertThat(parts(reply).marks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AM7EUR03FT047.eop-EUR03.prod.protection.outlook.com, eop-eur03, eur",
        "DB7PR04MB4321.eurprd04.prod.outlook.com, eurprd04, eur",
        "SI2PR01MB1234.apcprd01.prod.exchangelabs.com, apcprd01, apc",
        "AM5EUR02FT012.mail.protection.outlook.com, , eur",
        "contoso-com.mail.protection.outlook.com, , ",
    })
    void knowsForestAndRegionOfAFrontEnd(String host, String forest, String region) {
        assertThat(FrontEnd.of(host))
                .contains(new FrontEnd(host, Optional.ofNullable(forest), Optional.ofNullable(region)));
        assertThat(parts("451 4.3.2 Busy [" + host + "]").frontEnd()).isEqualTo(FrontEnd.of(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.example.org", "outlook.com", "evil\" onload=.outlook.com", ".outlook.com", ""})
    void knowsForeignHosts(String host) {
        assertThat(FrontEnd.of(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.7.510 Access denied, [example.net] does not accept email over IPv6| | example.net",
                "550 5.7.509 Access denied, sending domain example.com does not pass DMARC| | example.com",
                "550 5.6.7 DNS domain ''example.invalid'' does not exist| | example.invalid",
                "550 5.7.513 Client host [192.0.2.7] blocked by example.net using X| 192.0.2.7| example.net",
                "421 RP-001 (BAY0-MC4-F25) Unfortunately, some messages from 192.0.2.7 weren't sent| 192.0.2.7|",
                "550 5.7.508 Access denied, [2001:db8::7] has exceeded permitted limits| 2001:db8::7|",
                "451 4.7.500 Access denied from [].| |",
            })
    void readsWhatTheReplyIsAbout(String reply, String address, String domain) {
        assertThat(parts(reply).address()).isEqualTo(Optional.ofNullable(address));
        assertThat(parts(reply).domain()).isEqualTo(Optional.ofNullable(domain));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded| STOREDRV.Deliver",
                "432 4.3.2 STOREDRV; mailbox server is offline| STOREDRV",
                "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; no"
                        + "| STOREDRV.Submission.Exception:OutboundSpamException",
            })
    void readsTheStoreDriver(String reply, String storeDriver) {
        assertThat(parts(reply).storeDriver()).contains(storeDriver);
    }

    @Test
    void readsTheHostOfASubmission() {
        ReplyParts parts = parts("432 4.3.2 Concurrent connections limit exceeded."
                + " [Hostname=AM0PR01MB9999.eurprd01.prod.outlook.com]");

        assertThat(parts.frontEnd().flatMap(FrontEnd::forest)).contains("eurprd01");
    }

    @Test
    void readsNothingFromAMissingReply() {
        NoReply reply = new NoReply(NoReply.Kind.CONNECTION_REFUSED, "refused", SmtpStage.CONNECT, RemoteHost.NONE);

        assertThat(ReplyParts.of(reply).frontEnd()).isEmpty();
    }

    @Test
    void sumsUpWhatIsThereInALineOfALog() {
        assertThat(parts("451 4.7.500 Server busy from [192.0.2.7]. (S77714)"
                                + " [DB7PR04MB4321.eurprd04.prod.outlook.com 2026-03-02T07:08:09.123Z 08DE6A]")
                        .summary())
                .isEqualTo(", marks=S77714, forest=eurprd04, region=eur, address=192.0.2.7, session=08DE6A,"
                        + " time=2026-03-02T07:08:09.123Z");
        assertThat(ReplyParts.NONE.summary()).isEmpty();
        assertThat(parts("451 " + "STOREDRV.x".repeat(99) + " [AGT=" + "x".repeat(120) + "] [MxId=" + "y".repeat(128)
                                + "] dns domain " + "z".repeat(200) + ".org")
                        .summary())
                .hasSize(ReplyParts.LONGEST_SUMMARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-99-99T99:99:99Z", "T", "2026-01-02T03:04:05.678"})
    void leavesOutATimeThatIsNone(String time) {
        ReplyParts parts = parts("451 4.3.2 Busy [DB7PR04MB4321.eurprd04.prod.outlook.com " + time + " 08DE]");

        assertThat(parts.time()).isEmpty();
        assertThat(parts.session()).contains("08DE");
    }

    @Property
    void neverThrowsAndIsBounded(@ForAll("hostile") String text) {
        ReplyParts parts = parts("451 " + text);

        assertThat(parts.marks()).hasSizeLessThanOrEqualTo(ReplyParts.MOST_MARKS);
        assertThat(parts.session().map(String::length).orElse(0)).isLessThanOrEqualTo(128);
        assertThat(parts.agent().map(String::length).orElse(0)).isLessThanOrEqualTo(128);
        assertThat(parts.domain().map(String::length).orElse(0)).isLessThanOrEqualTo(253);
    }

    @Property
    void neverThrowsOnAnything(@ForAll @StringLength(max = 300) String text) {
        assertThat(parts("550 " + text).marks()).hasSizeLessThanOrEqualTo(ReplyParts.MOST_MARKS);
    }

    @Property
    void readsTheTailOfEachKnownReplyWhateverIsCutOff(@ForAll("known") Corpus.Line line) {
        ReplyParts whole = parts(line.withTail("") + " " + Corpus.TAIL);

        assertThat(whole.time().isPresent() || line.text().contains("Hostname="))
                .isTrue();
        assertThat(whole.frontEnd().flatMap(FrontEnd::region)).contains("eur");
        for (int end = 3; end <= line.reply().length(); end += 7) {
            assertThat(parts(line.reply().substring(0, end)).marks())
                    .hasSizeLessThanOrEqualTo(whole.marks().size() + 1);
        }
    }

    @Provide
    Arbitrary<Corpus.Line> known() {
        return Arbitraries.of(Corpus.lines());
    }

    /** Pieces of real replies in any order, so that half brackets and half marks occur. */
    @Provide
    Arbitrary<String> hostile() {
        String[] pieces = Corpus.lines().stream()
                .flatMap(line -> Arrays.stream(line.reply().split("(?<=[\\[\\]= ().:])", -1)))
                .distinct()
                .toArray(String[]::new);
        return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
    }

    private static ReplyParts parts(String raw) {
        return ReplyParts.of(SmtpReply.of(raw, SmtpStage.RCPT, RemoteHost.NONE));
    }
}
