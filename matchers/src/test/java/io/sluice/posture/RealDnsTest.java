package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsQuestion;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsjavaDns;
import io.sluice.testkit.dns.NamedServer;
import io.sluice.testkit.dns.SignedZone;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Against BIND, with zones full of good, broken and hostile records. */
@EnabledIf(value = "hasNamed", disabledReason = NamedServer.MISSING)
class RealDnsTest {
    private static final String START =
            """
            $TTL 60
            @ SOA ns.example.org. hostmaster.example.org. 1 60 60 60 60
            @ NS ns.example.org.
            """;
    private static final PostureSettings SETTINGS = new PostureSettings(
            new DnsLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), 150), List.of(), List.of());

    private static NamedServer named;

    static boolean hasNamed() {
        return NamedServer.isInstalledOrRequired();
    }

    @BeforeAll
    static void start() {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("example.org", START + good() + broken() + hostile());
        zones.put(
                "2.0.192.in-addr.arpa",
                START + "7 PTR mail.example.org.\n8 PTR nowhere.example.org.\n9 CNAME 9.sub.2.0.192.in-addr.arpa.\n"
                        + "9.sub PTR mail.example.org.\n");
        zones.put("8.b.d.0.1.0.0.2.ip6.arpa", START);
        zones.put("failing.example", "this is no zone file\n");
        named = NamedServer.of(zones);
    }

    @AfterAll
    static void stop() {
        if (named != null) {
            named.close();
        }
    }

    private static String good() {
        return """
                ns A 127.0.0.1
                @ MX 10 mail
                @ TXT "v=spf1 ip4:192.0.2.7 include:_spf.example.org -all"
                _spf TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all"
                mail A 192.0.2.7
                mail AAAA 2001:db8::7
                _dmarc TXT "v=DMARC1; p=none; " "rua=mailto:dmarc@example.org"
                """
                + "s1._domainkey TXT " + quoted("v=DKIM1; k=rsa; p=" + TestDns.KEY) + "\n"
                + "alias._domainkey CNAME s1._domainkey\n";
    }

    private static String broken() {
        return """
                nospf MX 10 mail
                twospf TXT "v=spf1 ip4:192.0.2.7 -all"
                twospf TXT "v=spf1 -all"
                nullmx MX 0 .
                nullmx TXT "v=spf1 -all"
                revoked._domainkey TXT "v=DKIM1; p="
                garbage._domainkey TXT "v=DKIM1; p=!!!"
                manyspf TXT "v=spf1 include:i1.example.org include:i2.example.org include:i3.example.org -all"
                i1 TXT "v=spf1 a:mail.example.org mx:example.org a:mail.example.org mx:example.org ~all"
                i2 TXT "v=spf1 a:mail.example.org mx:example.org a:mail.example.org mx:example.org ~all"
                i3 TXT "v=spf1 a:mail.example.org ~all"
                voids TXT "v=spf1 a:gone1.example.org a:gone2.example.org a:gone3.example.org ip4:192.0.2.7 -all"
                temp TXT "v=spf1 include:failing.example ip4:192.0.2.7 -all"
                """;
    }

    private static String hostile() {
        StringBuilder zone = new StringBuilder(
                """
                loop CNAME loop2
                loop2 CNAME loop
                spfloop TXT "v=spf1 include:spfloop2.example.org -all"
                spfloop2 TXT "v=spf1 redirect=spfloop.example.org"
                escape TXT "v=spf1 ip4:192.0.2.7 \\027[31mred\\010 -all"
                macro TXT "v=spf1 exists:%{i}.%{d}.%{l1r-}.example.org -all"
                """);
        for (int i = 0; i < 12; i++) {
            zone.append("chain").append(i).append(" CNAME chain").append(i + 1).append('\n');
        }
        zone.append("chain12 TXT \"the end\"\n");
        zone.append("large TXT ")
                .append(quoted("v=spf1 " + "ip4:198.51.100.1 ".repeat(80) + "-all"))
                .append('\n');
        zone.append("huge TXT ")
                .append(quoted("v=spf1 " + "ip4:198.51.100.1 ".repeat(1500) + "-all"))
                .append('\n');
        for (int i = 0; i < 90; i++) {
            zone.append("many TXT \"record ").append(i).append(" x".repeat(100)).append("\"\n");
        }
        return zone.toString();
    }

    /** Zone files have strings of 255 characters at most. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i += 200) {
            out.append('"').append(text, i, Math.min(text.length(), i + 200)).append("\" ");
        }
        return out.toString();
    }

    private static DnsAnswer ask(InetSocketAddress server, Kind kind, String name) {
        return new DnsjavaDns(List.of(server), Duration.ofSeconds(10), InstantSource.system())
                .ask(DnsQuestion.of(kind, name))
                .join();
    }

    private static Posture check(PostureQuestion question) {
        return new PostureService(
                        new DnsjavaDns(
                                List.of(named.address()), SETTINGS.limits().attempt(), InstantSource.system()),
                        SETTINGS,
                        InstantSource.system())
                .check(question);
    }

    private static PostureQuestion from(String domain) {
        return PostureQuestion.about(domain).from("192.0.2.7");
    }

    private static FindingStatus status(Posture posture, FindingId id) {
        return posture.status(id).orElseThrow();
    }

    @Test
    void aGoodSenderPasses() {
        Posture posture = check(from("example.org")
                .greeting("mail.example.org")
                .signedBy(Set.of(new Selector("s1", "example.org"), new Selector("alias", "example.org"))));

        assertThat(posture.findings())
                .allSatisfy(finding ->
                        assertThat(finding.status()).as(finding.what()).isEqualTo(FindingStatus.PASS));
    }

    @Test
    void theReportOfARecordingIsTheSame() {
        Posture posture = check(from("manyspf.example.org").greeting("gone.example.org"));

        String recording = PostureRecording.of(posture, SETTINGS).json();

        assertThat(PostureJson.of(PostureRecording.parse(recording).replay())).isEqualTo(PostureJson.of(posture));
    }

    @Test
    void brokenSpfIsTold() {
        assertThat(status(check(from("nospf.example.org")), FindingId.SPF_RECORD))
                .isEqualTo(FindingStatus.FAIL);
        assertThat(status(check(from("twospf.example.org")), FindingId.SPF_RESULT))
                .isEqualTo(FindingStatus.FAIL);
        assertThat(status(check(from("manyspf.example.org")), FindingId.SPF_LOOKUPS))
                .isEqualTo(FindingStatus.FAIL);
        assertThat(status(check(from("voids.example.org")), FindingId.SPF_VOIDS))
                .isEqualTo(FindingStatus.FAIL);
        assertThat(status(check(from("spfloop.example.org")), FindingId.SPF_RECORD))
                .isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void anIncludeInAZoneThatFailsIsATemporaryError() {
        // A recursive server would be asked; this one only says that it does not serve what it cannot load.
        Posture posture = check(from("temp.example.org"));

        assertThat(status(posture, FindingId.SPF_RESULT)).isEqualTo(FindingStatus.UNKNOWN);
        assertThat(ask(named.address(), Kind.TXT, "failing.example").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void brokenKeysAreTold() {
        Posture posture = check(PostureQuestion.about("example.org")
                .signedBy(Set.of(
                        new Selector("revoked", "example.org"),
                        new Selector("garbage", "example.org"),
                        new Selector("gone", "example.org"))));

        assertThat(posture.of(FindingId.DKIM_KEY)).hasSize(3).allSatisfy(finding -> assertThat(finding.status())
                .isEqualTo(FindingStatus.FAIL));
    }

    @Test
    void aNullMxIsTold() {
        assertThat(status(check(from("nullmx.example.org")), FindingId.MX_RECORD))
                .isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void namesOfAddressesAreFollowedThroughAliases() {
        Posture aliased = check(PostureQuestion.about("example.org").from("192.0.2.9"));
        Posture astray = check(PostureQuestion.about("example.org").from("192.0.2.8"));
        Posture nameless = check(PostureQuestion.about("example.org").from("192.0.2.10"));

        assertThat(status(aliased, FindingId.PTR_NAME)).isEqualTo(FindingStatus.PASS);
        assertThat(status(astray, FindingId.PTR_CONFIRMED)).isEqualTo(FindingStatus.FAIL);
        assertThat(status(nameless, FindingId.PTR_NAME)).isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void ipv6WithoutANameFails() {
        Posture posture = check(PostureQuestion.about("example.org").from("2001:db8::7"));

        assertThat(status(posture, FindingId.SPF_RESULT)).isEqualTo(FindingStatus.PASS);
        assertThat(status(posture, FindingId.IPV6_RULES)).isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void aliasesThatLoopAreNotFollowedForEver() {
        assertThat(ask(named.address(), Kind.TXT, "loop.example.org").outcome()).isIn(Outcome.LOOP, Outcome.FAILED);
        assertThat(ask(named.address(), Kind.TXT, "chain0.example.org").outcome())
                .isIn(Outcome.LOOP, Outcome.FAILED);
    }

    @Test
    void anAnswerThatWasCutIsFetchedOverTcp() {
        DnsAnswer answer = ask(named.address(), Kind.TXT, "large.example.org");

        assertThat(answer.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(answer.records().get(0)).hasSizeGreaterThan(1232);
    }

    @Test
    void whatIsTooLargeIsNotRead() {
        assertThat(ask(named.address(), Kind.TXT, "huge.example.org").outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(ask(named.address(), Kind.TXT, "many.example.org").outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(status(check(from("huge.example.org")), FindingId.SPF_RESULT))
                .isEqualTo(FindingStatus.UNKNOWN);
    }

    @Test
    void hostileTextIsPrintable() {
        Posture posture = check(from("escape.example.org"));

        assertThat(status(posture, FindingId.SPF_RESULT)).isEqualTo(FindingStatus.FAIL);
        assertThat(posture.findings())
                .allSatisfy(finding -> assertThat(finding.what()).doesNotContain("\u001b", "\n"));
        assertThat(status(check(from("macro.example.org")), FindingId.SPF_RESULT))
                .isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void whatDnssecFindsForgedIsUnknownAndSaysWhy(@TempDir Path directory) {
        SignedZone zone = SignedZone.sign(
                directory, "signed.test", START + "true TXT \"v=spf1 -all\"\nforged TXT \"v=spf1 -all\"\n");
        String forged =
                zone.text().replaceAll("(forged\\.signed\\.test\\.[^\\n]*TXT\\s+)\"v=spf1 -all\"", "$1\"v=spf1 +all\"");
        try (NamedServer authority = NamedServer.of(Map.of("signed.test", forged));
                NamedServer resolver = NamedServer.validating(authority, "signed.test", zone.key())) {
            DnsAnswer good = ask(resolver.address(), Kind.TXT, "true.signed.test");
            DnsAnswer bad = ask(resolver.address(), Kind.TXT, "forged.signed.test");

            assertThat(good.records()).containsExactly("v=spf1 -all");
            assertThat(good.authenticated()).isTrue();
            assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(bad.detail()).startsWith("SERVFAIL");
        }
    }
}
