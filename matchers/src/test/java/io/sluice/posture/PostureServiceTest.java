package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureServiceTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final PostureQuestion QUESTION = PostureQuestion.about("example.org")
            .from("192.0.2.7")
            .greeting("mail.example.org")
            .signedBy(Set.of(new Selector("s1", "example.org")));

    private static Posture check(TestDns dns) {
        return check(dns, QUESTION);
    }

    private static Posture check(TestDns dns, PostureQuestion question) {
        return new PostureService(dns, PostureSettings.STANDARD, CLOCK).check(question);
    }

    private static Finding one(Posture posture, FindingId id) {
        assertThat(posture.of(id)).hasSize(1);
        return posture.of(id).get(0);
    }

    @Test
    void aGoodSenderPassesEverything() {
        Posture posture = check(TestDns.ofGoodSender());

        assertThat(posture.findings())
                .allSatisfy(finding ->
                        assertThat(finding.status()).as(finding.what()).isEqualTo(FindingStatus.PASS));
        assertThat(posture.status()).isEqualTo(FindingStatus.PASS);
        assertThat(posture.of(FindingId.MICROSOFT_BULK)).hasSize(1);
    }

    @Test
    void nothingIsSaidOfWhatTheQuestionLeavesOut() {
        Posture posture = check(TestDns.ofGoodSender(), PostureQuestion.about("example.org"));

        assertThat(posture.findings())
                .extracting(Finding::id)
                .doesNotContain(
                        FindingId.SPF_RESULT,
                        FindingId.PTR_NAME,
                        FindingId.EHLO_NAME,
                        FindingId.DKIM_KEY,
                        FindingId.MICROSOFT_BULK);
        assertThat(posture.status()).isEqualTo(FindingStatus.PASS);
    }

    @Test
    void anAddressThatTheSpfRecordDoesNotNameFailsWithTheRecordThatWouldNameIt() {
        TestDns dns = TestDns.ofGoodSender().txt("example.org", "v=spf1 ip4:198.51.100.1 -all");

        Posture posture = check(dns);

        Finding finding = one(posture, FindingId.SPF_RESULT);
        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.publish())
                .contains(new Publish("example.org", "TXT", "v=spf1 ip4:192.0.2.7 ip4:198.51.100.1 -all"));
        assertThat(posture.status(FindingId.MICROSOFT_BULK)).contains(FindingStatus.FAIL);
    }

    @Test
    void aDomainWithoutSpfGetsARecordToPublish() {
        TestDns dns = TestDns.ofGoodSender().txt("example.org", "google-site-verification=1");

        Finding finding = one(check(dns), FindingId.SPF_RECORD);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.publish()).contains(new Publish("example.org", "TXT", "v=spf1 ip4:192.0.2.7 ~all"));
        assertThat(finding.lookedUp()).containsExactly("TXT example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ip4:192.0.2.7 +all     | WARN",
                "v=spf1 ip4:192.0.2.7          | WARN",
                "v=spf1 ip4:192.0.2.7 ptr ~all | WARN",
                "v=spf1 ip4:192.0.2.7 ipv4:1.2.3.4 ~all | FAIL",
                "v=spf1 ip4:192.0.2.7 include:nothing.example.org ~all | FAIL",
                "v=spf1 ip4:192.0.2.7 include:example.org ~all | FAIL"
            })
    void judgesTheSpfRecord(String record, FindingStatus status) {
        assertThat(one(check(TestDns.ofGoodSender().txt("example.org", record)), FindingId.SPF_RECORD)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void twoSpfRecordsAreNone() {
        Posture posture =
                check(TestDns.ofGoodSender().txt("example.org", "v=spf1 ip4:192.0.2.7 -all", "v=spf1 mx -all"));

        assertThat(one(posture, FindingId.SPF_RECORD).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(one(posture, FindingId.SPF_RESULT).what()).contains("permerror");
    }

    @Test
    void countsTheLookUpsOfIncludesToo() {
        TestDns dns = TestDns.ofGoodSender()
                .txt("example.org", "v=spf1 ip4:192.0.2.7 include:a.example.org include:b.example.org mx -all");
        for (String name : List.of("a", "b")) {
            dns.txt(
                    name + ".example.org",
                    "v=spf1 a:1.example.org a:2.example.org a:3.example.org a:4.example.org ~all");
        }
        for (int i = 1; i <= 4; i++) {
            dns.a(i + ".example.org", "198.51.100.1");
        }

        Finding finding = one(check(dns), FindingId.SPF_LOOKUPS);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.what()).startsWith("The SPF record needs 11 of the 10 look-ups");
        assertThat(finding.lookedUp()).contains("TXT a.example.org", "A 4.example.org", "MX example.org");
    }

    @Test
    void namesWhatTheSpfRecordLeadsToInVain() {
        TestDns dns = TestDns.ofGoodSender()
                .txt(
                        "example.org",
                        "v=spf1 ip4:192.0.2.7 a:gone1.example.org a:gone2.example.org mx:gone3.example.org -all");

        Finding finding = one(check(dns), FindingId.SPF_VOIDS);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.what()).contains("gone1.example.org, gone2.example.org, gone3.example.org");
    }

    @Test
    void aDnsThatFailsLeavesSpfUnknown() {
        Posture posture = check(TestDns.ofGoodSender().fails(Kind.TXT, "example.org"));

        assertThat(one(posture, FindingId.SPF_RESULT).status()).isEqualTo(FindingStatus.UNKNOWN);
        assertThat(posture.status(FindingId.MICROSOFT_BULK)).contains(FindingStatus.UNKNOWN);
    }

    @Test
    void aPartOfSpfThatDoesNotAnswerIsATemporaryError() {
        TestDns dns = TestDns.ofGoodSender()
                .txt("example.org", "v=spf1 include:slow.example.org ip4:192.0.2.7 -all")
                .answers(Kind.TXT, "slow.example.org", new DnsAnswer(Outcome.TIMEOUT, List.of(), false, "", 3000));

        Finding finding = one(check(dns), FindingId.SPF_RESULT);

        assertThat(finding.status()).isEqualTo(FindingStatus.UNKNOWN);
        assertThat(finding.what()).contains("temperror", "slow.example.org: no answer in time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p=        | FAIL | revoked",
                "v=DKIM1; p=AAAA    | FAIL | p= is no RSA key",
                "v=DKIM1; t=y; p=%s | WARN | t=y"
            })
    void judgesAKey(String record, FindingStatus status, String words) {
        TestDns dns = TestDns.ofGoodSender().txt("s1._domainkey.example.org", record.formatted(TestDns.KEY));

        Finding finding = one(check(dns), FindingId.DKIM_KEY);

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.what()).contains(words);
    }

    @Test
    void shortKeysAreTold() {
        TestDns dns = TestDns.ofGoodSender();

        dns.txt("s1._domainkey.example.org", "p=" + Keys.rsa(512));
        assertThat(one(check(dns), FindingId.DKIM_KEY).status()).isEqualTo(FindingStatus.FAIL);
        dns.txt("s1._domainkey.example.org", "p=" + Keys.rsa(1024));
        assertThat(one(check(dns), FindingId.DKIM_KEY).status()).isEqualTo(FindingStatus.WARN);
    }

    @Test
    void aMissingKeyOfTheOnlySelectorFailsTheDemandsOnBulkSenders() {
        PostureQuestion question = QUESTION.signedBy(Set.of(new Selector("gone", "example.org")));

        Posture posture = check(TestDns.ofGoodSender(), question);

        assertThat(one(posture, FindingId.DKIM_KEY).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(one(posture, FindingId.MICROSOFT_BULK).what()).contains("DKIM (fails)");
        assertThat(one(posture, FindingId.DMARC_ALIGNMENT).what()).contains("by SPF only");
    }

    @Test
    void aSubdomainHasThePolicyOfItsOrganisation() {
        TestDns dns = TestDns.ofGoodSender()
                .txt("news.example.org", "v=spf1 ip4:192.0.2.7 -all")
                .txt("_dmarc.example.org", "v=DMARC1; p=reject; sp=quarantine; rua=mailto:a@example.org");

        Finding finding =
                one(check(dns, PostureQuestion.about("news.example.org").from("192.0.2.7")), FindingId.DMARC_POLICY);

        assertThat(finding.what()).contains("quarantine", "_dmarc.example.org");
        assertThat(finding.lookedUp()).contains("TXT _dmarc.news.example.org", "TXT _dmarc.example.org");
    }

    @Test
    void aMissingDmarcRecordIsThereToPublish() {
        TestDns dns = TestDns.ofGoodSender()
                .answers(Kind.TXT, "_dmarc.example.org", new DnsAnswer(Outcome.NO_SUCH_NAME, List.of(), false, "", 1));

        Finding finding = one(check(dns), FindingId.DMARC_RECORD);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.publish()).contains(new Publish("_dmarc.example.org", "TXT", "v=DMARC1; p=none"));
    }

    @Test
    void anEnvelopeAndASignatureOfOthersAreNotAligned() {
        TestDns dns = TestDns.ofGoodSender()
                .txt("esp.example", "v=spf1 ip4:192.0.2.7 -all")
                .txt("s1._domainkey.esp.example", "p=" + TestDns.KEY);
        PostureQuestion question = QUESTION.envelope("esp.example").signedBy(Set.of(new Selector("s1", "esp.example")));

        Posture posture = check(dns, question);

        assertThat(one(posture, FindingId.SPF_RESULT).status()).isEqualTo(FindingStatus.PASS);
        assertThat(one(posture, FindingId.DKIM_KEY).status()).isEqualTo(FindingStatus.PASS);
        assertThat(one(posture, FindingId.DMARC_ALIGNMENT).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(posture.status(FindingId.MICROSOFT_BULK)).contains(FindingStatus.FAIL);
    }

    @Test
    void anAddressWithoutANameFails() {
        TestDns dns = TestDns.ofGoodSender()
                .answers(
                        Kind.PTR,
                        "7.2.0.192.in-addr.arpa",
                        new DnsAnswer(Outcome.NO_SUCH_NAME, List.of(), false, "", 1));

        Finding finding = one(check(dns), FindingId.PTR_NAME);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.publish()).contains(new Publish("7.2.0.192.in-addr.arpa", "PTR", "mail.example.org"));
    }

    @Test
    void aNameThatDoesNotLeadBackFails() {
        Posture posture = check(TestDns.ofGoodSender().a("mail.example.org", "192.0.2.8"));

        assertThat(one(posture, FindingId.PTR_CONFIRMED).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(one(posture, FindingId.EHLO_NAME).status()).isEqualTo(FindingStatus.WARN);
    }

    @ParameterizedTest
    @CsvSource({"host-192-0-2-7.isp.example", "7-2-0-192.isp.example", "dhcp17.isp.example"})
    void aNameOfADialUpLineIsTold(String name) {
        Posture posture =
                check(TestDns.ofGoodSender().ptr("7.2.0.192.in-addr.arpa", name).a(name, "192.0.2.7"));

        assertThat(one(posture, FindingId.PTR_GENERIC).status()).isEqualTo(FindingStatus.WARN);
    }

    @ParameterizedTest
    @CsvSource({"localhost, FAIL", "[192.0.2.7], FAIL", "192.0.2.7, FAIL", "outlook.com, FAIL", "gone.example.org, WARN"
    })
    void judgesTheGreeting(String helo, FindingStatus status) {
        assertThat(one(check(TestDns.ofGoodSender(), QUESTION.greeting(helo)), FindingId.EHLO_NAME)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void ipv6NeedsANameAndAuthentication() {
        PostureQuestion question = QUESTION.from("2001:db8::7");

        Posture posture = check(TestDns.ofGoodSender(), question);

        assertThat(one(posture, FindingId.IPV6_RULES).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(one(posture, FindingId.IPV6_RULES).change().orElse("")).contains("IPv4");
        assertThat(posture.of(FindingId.SPF_RESULT).get(0).publish().map(Publish::value))
                .contains("v=spf1 ip6:2001:db8:0:0:0:0:0:7 ip4:192.0.2.7 -all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 . | FAIL", "10 gone.example.org | FAIL", "10 mail.example.org | PASS", "10 192.0.2.7 | FAIL"})
    void judgesTheMailExchanger(String record, FindingStatus status) {
        assertThat(one(check(TestDns.ofGoodSender().mx("example.org", record)), FindingId.MX_RECORD)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void policyRecordsNeedNotBeThereButMustBeRight() {
        Posture posture = check(TestDns.ofGoodSender()
                .txt("_mta-sts.example.org", "v=STSv1; id=20260101")
                .txt("_smtp._tls.example.org", "v=TLSRPTv1; ruf=mailto:a@example.org"));

        assertThat(one(posture, FindingId.MTA_STS_RECORD).status()).isEqualTo(FindingStatus.PASS);
        assertThat(one(posture, FindingId.TLS_RPT_RECORD).status()).isEqualTo(FindingStatus.WARN);
    }

    @Test
    void daneOfTheRecipientIsLookedUpWhereMicrosoftHasIt() {
        String host = "contoso-com.a-v1.mx.microsoft";
        TestDns dns = TestDns.ofGoodSender()
                .mx("contoso.com", "10 " + host)
                .answers(Kind.TLSA, "_25._tcp." + host, new DnsAnswer(Outcome.FOUND, List.of("3 1 1 AB"), true, "", 1));

        Posture posture = check(dns, QUESTION.to("contoso.com"));

        assertThat(one(posture, FindingId.RECIPIENT_MX).what()).contains("Microsoft");
        assertThat(one(posture, FindingId.RECIPIENT_DANE).status()).isEqualTo(FindingStatus.PASS);
        assertThat(one(posture, FindingId.RECIPIENT_DANE).what()).contains("validated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.2       | FAIL    | SBL",
                "127.0.0.10      | FAIL    | PBL",
                "127.255.255.252 | UNKNOWN | misspelled",
                "127.255.255.254 | UNKNOWN | public",
                "127.255.255.255 | UNKNOWN | too many",
                "127.255.255.1   | UNKNOWN | error",
                "203.0.113.9     | UNKNOWN | makes up"
            })
    void tellsAListingOnABlockListFromAnError(String code, FindingStatus status, String words) {
        TestDns dns = TestDns.ofGoodSender().a("7.2.0.192.zen.spamhaus.org", code);

        Posture posture = new PostureService(dns, PostureSettings.WITH_SPAMHAUS, CLOCK).check(QUESTION);

        assertThat(one(posture, FindingId.BLOCK_LIST_IP).status()).isEqualTo(status);
        assertThat(one(posture, FindingId.BLOCK_LIST_IP).what()).contains(words);
        assertThat(one(posture, FindingId.BLOCK_LIST_DOMAIN).status()).isEqualTo(FindingStatus.PASS);
    }

    @Test
    void blockListsAreNotAskedUnlessTheyAreWanted() {
        TestDns dns = TestDns.ofGoodSender();

        check(dns);

        assertThat(dns.asked()).noneMatch(question -> question.name().contains("spamhaus"));
    }

    @Test
    void aRecordingMakesTheSameReportWithoutTheDns() {
        TestDns dns = TestDns.ofGoodSender()
                .txt("example.org", "v=spf1 include:slow.example.org ip4:192.0.2.7 -all")
                .answers(Kind.TXT, "slow.example.org", new DnsAnswer(Outcome.TIMEOUT, List.of(), false, "", 3000));
        PostureSettings settings = PostureSettings.WITH_SPAMHAUS;
        Posture posture = new PostureService(dns, settings, CLOCK).check(QUESTION.to("contoso.com"));

        String kept = PostureRecording.of(posture, settings).json();
        Posture again = PostureRecording.parse(kept).replay();

        assertThat(PostureJson.of(again)).isEqualTo(PostureJson.of(posture));
        assertThat(PostureRecording.of(again, settings).json()).isEqualTo(kept);
    }
}
