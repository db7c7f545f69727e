package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the DNS holds, a check ends with findings, soon, and what it says can be printed. */
class HostileTextTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final PostureQuestion QUESTION = PostureQuestion.about("example.org")
            .from("192.0.2.7")
            .greeting("mail.example.org")
            .signedBy(List.of(new Selector("s1", "example.org")))
            .to("contoso.example");

    private static Posture check(String text) {
        TestDns dns = new TestDns()
                .txt("example.org", "v=spf1 " + text)
                .txt("_dmarc.example.org", "v=DMARC1; " + text)
                .txt("_mta-sts.example.org", "v=STSv1; " + text)
                .txt("s1._domainkey.example.org", text)
                .has(Kind.MX, "example.org", "10 " + text)
                .has(Kind.MX, "contoso.example", "10 " + text)
                .ptr("7.2.0.192.in-addr.arpa", text)
                .a("mail.example.org", text);
        return new PostureService(dns, PostureSettings.WITH_SPAMHAUS, CLOCK).check(QUESTION);
    }

    private static void isPrintable(Posture posture) {
        assertThat(posture.findings()).isNotEmpty();
        assertThat(PostureJson.of(posture).toString()).doesNotContain("\u001b", "\n");
        posture.findings().forEach(finding -> assertThat(
                        finding.what() + finding.subject() + finding.change() + finding.publish())
                .matches(text -> text.chars().noneMatch(Character::isISOControl)));
    }

    @Property(tries = 300)
    void endsWithFindingsForAnyText(@ForAll("texts") String text) {
        isPrintable(check(text));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "include:",
                "a:",
                "mx:",
                "exists:%{i}.",
                "ptr:",
                "redirect=",
                "exp=",
                "ip4:",
                "ip6:",
                "all",
                "-",
                "~",
                "%{",
                "%{l1r-}",
                "}",
                ".",
                "/",
                "//",
                "=",
                ";",
                " ",
                "p=",
                "k=rsa",
                "v=",
                "example.org",
                "1",
                "\u001b[2J",
                "\u202e",
                "\n",
                "\u0000",
                "\ud800",
                "-a");
        return Arbitraries.oneOf(
                words.list().ofMaxSize(60).map(parts -> String.join("", parts)),
                Arbitraries.strings().ofMaxLength(3000));
    }

    static List<String> slowForPatterns() {
        return List.of(
                "a:" + "a".repeat(1900),
                "a:" + "a".repeat(250) + "!",
                "include:" + "a-".repeat(900),
                "exists:" + "%{i}".repeat(450) + "!",
                "a:" + "1".repeat(280) + "-",
                ("a:" + "a".repeat(200) + " ").repeat(9),
                "exp=" + "%{d}".repeat(400) + "\"",
                "x" + "y".repeat(1900) + "=" + "z".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("slowForPatterns")
    @Timeout(30)
    void isNotHeldUpByTextThatPatternsAreSlowFor(String text) {
        assertThatCode(() -> isPrintable(check(text))).doesNotThrowAnyException();
    }

    @Test
    void asksNoMoreThanItsBound() {
        StringBuilder record = new StringBuilder("v=spf1");
        for (int i = 0; i < 60; i++) {
            record.append(" a:h").append(i).append(".example.org");
        }
        TestDns dns = new TestDns().txt("example.org", record + " -all");
        DnsLimits limits = new DnsLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), 12);

        Posture posture =
                new PostureService(dns, new PostureSettings(limits, List.of(), List.of()), CLOCK).check(QUESTION);

        assertThat(dns.asked()).hasSizeLessThanOrEqualTo(12);
        assertThat(posture.findings()).anyMatch(finding -> finding.what().contains("more than 12 look-ups"));
    }
}
