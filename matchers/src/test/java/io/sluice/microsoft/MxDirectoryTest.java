package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.microsoft.AddressRecords.Family;
import io.sluice.microsoft.AddressRecords.Result;
import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MxDirectoryTest {
    private static final String TENANT = "contoso-com.mail.protection.outlook.com";
    private static final InetAddress IPV4 = address(192, 0, 2, 1);
    private static final InetAddress IPV6 = address(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final FakeDns dns = new FakeDns();
    private final ManualClock clock = new ManualClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final MxDirectory directory = directory(MxCacheSettings.DEFAULT);

    private MxDirectory directory(MxCacheSettings cache) {
        return new MxDirectory(dns, dns, dns, new MicrosoftSettings(MicrosoftHosts.standard(), cache), metrics, clock);
    }

    private static InetAddress address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static MxAnswer hosted(String domain, Freshness freshness) {
        return new MxAnswer.Hosted(
                domain, List.of(TENANT), Optional.of(Service.BUSINESS), Optional.of(TENANT), freshness);
    }

    @Nested
    class Decides {
        @Test
        void aBusinessDomainAndItsTenant() {
            dns.mx("contoso.com", "Contoso-com.mail.Protection.outlook.com.", "backup.example.");

            assertThat(directory.lookup(Domain.of("Contoso.com")))
                    .isEqualTo(new MxAnswer.Hosted(
                            "contoso.com",
                            List.of(TENANT, "backup.example"),
                            Optional.of(Service.BUSINESS),
                            Optional.of(TENANT),
                            Freshness.FRESH));
        }

        @Test
        void aConsumerDomainWithoutTenant() {
            dns.mx("family.example", "family.olc.protection.outlook.com.");

            assertThat(directory.lookup("family.example"))
                    .isEqualTo(new MxAnswer.Hosted(
                            "family.example",
                            List.of("family.olc.protection.outlook.com"),
                            Optional.of(Service.CONSUMER),
                            Optional.empty(),
                            Freshness.FRESH));
        }

        @Test
        void anotherDomainByItsGateway() {
            dns.mx("contoso.com", "mx.gateway.example.", TENANT);

            assertThat(directory.lookup("contoso.com").microsoft()).isEmpty();
        }

        @Test
        void aConsumerNameByItsMxAndNotByItsName() {
            dns.mx("hotmail.com", "mx.elsewhere.example");

            assertThat(directory.lookup("hotmail.com").microsoft()).isEmpty();
        }

        @Test
        void anAddressLiteralWithoutTheDns() {
            assertThat(directory.lookup(Domain.of("[192.0.2.1]")))
                    .isInstanceOfSatisfying(MxAnswer.Hosted.class, hosted -> assertThat(hosted.hosts())
                            .containsExactly("192.0.2.1"));
            assertThat(dns.asked).isEmpty();
        }

        @Test
        void atMostSoManyHosts() {
            String[] hosts = new String[5000];
            for (int i = 0; i < hosts.length; i++) {
                hosts[i] = "h" + i + ".example.";
            }
            dns.mx("many.example", hosts);

            assertThat(directory.lookup("many.example"))
                    .isInstanceOfSatisfying(
                            MxAnswer.Hosted.class,
                            hosted -> assertThat(hosted.hosts()).hasSize(32).startsWith("h0.example", "h1.example"));
        }
    }

    @Nested
    class TellsApart {
        @Test
        void aNullMx() {
            dns.mx("silent.example", ".");

            assertThat(kind("silent.example")).isEqualTo(NoReply.Kind.NULL_MX);
        }

        @Test
        void aNullMxBesideOthersThatDoesNotCount() {
            dns.mx("odd.example", ".", "mx.example.");

            assertThat(directory.lookup("odd.example"))
                    .isInstanceOfSatisfying(MxAnswer.Hosted.class, hosted -> assertThat(hosted.hosts())
                            .containsExactly("mx.example"));
        }

        @Test
        void aDomainThatDoesNotExist() {
            assertThat(kind("missing.example")).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN);
        }

        @Test
        void aDomainWithoutMxAndAddress() {
            dns.address("empty.example", Family.IPV4, new Result.None(true));

            assertThat(kind("empty.example")).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN);
        }

        @Test
        void aDomainWithIpv6Only() {
            dns.address("six.example", Family.IPV6, new Result.Found(List.of(IPV6)));

            assertThat(kind("six.example")).isEqualTo(NoReply.Kind.IPV6_ONLY);
        }

        @Test
        void anAddressThatJamesDidNotSee() {
            dns.address("four.example", Family.IPV4, new Result.Found(List.of(IPV4)));

            assertThat(directory.lookup("four.example"))
                    .isInstanceOfSatisfying(MxAnswer.Hosted.class, hosted -> assertThat(hosted.hosts())
                            .containsExactly("four.example"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"IPV4", "IPV6"})
        void anAddressLookUpThatFailed(Family family) {
            dns.address("broken.example", family, new Result.Failed("SERVFAIL"));

            assertThat(directory.lookup("broken.example"))
                    .isInstanceOfSatisfying(MxAnswer.Failed.class, failed -> assertThat(failed.detail())
                            .contains("SERVFAIL"));
        }

        @Test
        void hostsThatAreNoneWhichIsAMistakeToWaitFor() {
            dns.mx("typo.example", "mail server.example.", "a\\000b.example.");

            assertThat(directory.lookup("typo.example")).isInstanceOf(MxAnswer.Failed.class);
        }

        @Test
        void aResolverThatThrows() {
            dns.beforeAnswer(() -> {
                throw new IllegalStateException("bug");
            });

            assertThat(directory.lookup("contoso.com")).isInstanceOf(MxAnswer.Failed.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "a..b", "a b.example", "evil\r\n.example", "\u0000"})
        void aNameThatIsNoneWithoutAskingTheDns(String name) {
            assertThat(kind(name)).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN);
            assertThat(dns.asked).isEmpty();
            assertThat(directory.lookup(name).domain()).matches("[ -~]*");
        }

        private NoReply.Kind kind(String domain) {
            return ((MxAnswer.NoMail) directory.lookup(domain)).kind();
        }
    }

    @Nested
    class Remembers {
        @Test
        void anAnswerForItsTimeToLive() {
            dns.mx("contoso.com", TENANT).timeToLive("contoso.com", Duration.ofMinutes(10));
            directory.lookup("contoso.com");

            clock.pass(Duration.ofMinutes(10).minusMillis(1));
            directory.lookup("CONTOSO.com.");
            assertThat(dns.asked).hasSize(1);

            clock.pass(Duration.ofMillis(1));
            directory.lookup("contoso.com");
            assertThat(dns.asked).hasSize(2);
        }

        @Test
        void aShortLivedAnswerForTheLeastTime() {
            dns.mx("contoso.com", TENANT).timeToLive("contoso.com", Duration.ZERO);

            assertThat(lifeOf("contoso.com")).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void aLongLivedAnswerForTheLongestTime() {
            dns.mx("contoso.com", TENANT).timeToLive("contoso.com", Duration.ofDays(2));

            assertThat(lifeOf("contoso.com")).isEqualTo(Duration.ofHours(1));
        }

        @Test
        void anAnswerOfUnknownLifeForTheLeastTime() {
            dns.mx("contoso.com", TENANT);

            assertThat(lifeOf("contoso.com")).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void negativeAnswers() {
            assertThat(lifeOf("missing.example")).isEqualTo(Duration.ofMinutes(5));
        }

        @Test
        void failuresForAShortTime() {
            dns.down();

            assertThat(lifeOf("contoso.com")).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void noAnswerBeyondAClockThatIsSetBack() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");

            clock.pass(Duration.ofDays(-1));
            directory.lookup("contoso.com");

            assertThat(dns.asked).hasSize(2);
        }

        @Test
        void aBoundedNumberOfDomainsAndOfThoseTheMostRecentlyUsed() {
            MxDirectory small = directory(new MxCacheSettings(
                    Duration.ofSeconds(30), Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1), Duration.ZERO, 3));
            for (int i = 0; i < 100; i++) {
                small.lookup("used.example");
                small.lookup("d" + i + ".example");
            }

            assertThat(small.size()).isEqualTo(3);
            assertThat(dns.asked).filteredOn("used.example"::equals).hasSize(1);
        }

        /** Second by second until it is asked for again. */
        private Duration lifeOf(String domain) {
            directory.lookup(domain);
            int before = dns.asked.size();
            Duration life = Duration.ZERO;
            while (dns.asked.size() == before) {
                clock.pass(Duration.ofSeconds(1));
                life = life.plusSeconds(1);
                directory.lookup(domain);
            }
            return life;
        }
    }

    @Nested
    class WithoutDns {
        @Test
        void usesAStaleAnswerUpToItsAge() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            dns.down();

            clock.pass(Duration.ofHours(24));
            assertThat(directory.lookup("contoso.com")).isEqualTo(hosted("contoso.com", Freshness.STALE));

            clock.pass(Duration.ofMinutes(1));
            assertThat(directory.lookup("contoso.com")).isInstanceOf(MxAnswer.Failed.class);
        }

        @Test
        void countsStaleAnswersGiven() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            dns.down();
            clock.pass(Duration.ofHours(2));

            directory.lookup("contoso.com");
            directory.lookup("contoso.com");

            assertThat(metrics.countFor("sluice.mx.stale")).isEqualTo(2);
            assertThat(metrics.countFor("sluice.mx.lookups")).isEqualTo(2);
        }

        @Test
        void returnsToFreshAnswersSoonAfterTheDnsDoes() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            dns.down();
            clock.pass(Duration.ofHours(2));
            directory.lookup("contoso.com");

            dns.up();
            clock.pass(Duration.ofSeconds(30));

            assertThat(directory.lookup("contoso.com")).isEqualTo(hosted("contoso.com", Freshness.FRESH));
        }

        @Test
        void doesNotUseAGoodAnswerThatTheDnsHasContradicted() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            dns.mx("contoso.com");
            clock.pass(Duration.ofHours(1));
            assertThat(directory.lookup("contoso.com")).isInstanceOf(MxAnswer.NoMail.class);

            dns.down();
            clock.pass(Duration.ofMinutes(5));

            assertThat(directory.lookup("contoso.com")).isInstanceOf(MxAnswer.Failed.class);
        }

        @Test
        void knowsConsumerDomainsByName() {
            dns.down();

            assertThat(directory.lookup("Hotmail.com"))
                    .isEqualTo(new MxAnswer.Hosted(
                            "hotmail.com",
                            List.of(),
                            Optional.of(Service.CONSUMER),
                            Optional.empty(),
                            Freshness.BY_NAME));
            assertThat(metrics.countFor("sluice.mx.undecided")).isZero();
        }

        @Test
        void countsOtherDomainsAsUndecided() {
            dns.down();

            assertThat(directory.lookup("contoso.com").microsoft()).isEmpty();
            assertThat(metrics.countFor("sluice.mx.undecided")).isEqualTo(1);
        }
    }

    @Nested
    class Forgets {
        @Test
        void soThatTheNextLookUpAsksTheDns() {
            dns.mx("contoso.com", "old.example").timeToLive("contoso.com", Duration.ofHours(1));
            directory.lookup("contoso.com");
            dns.mx("contoso.com", TENANT);
            clock.pass(Duration.ofMinutes(1));

            directory.forget("Contoso.com.");

            assertThat(directory.lookup("contoso.com")).isEqualTo(hosted("contoso.com", Freshness.FRESH));
            assertThat(dns.flushed).containsExactly("contoso.com");
        }

        @Test
        void butNotWhatItHasJustLearned() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            clock.pass(Duration.ofSeconds(29));

            directory.forget("contoso.com");
            directory.lookup("contoso.com");

            assertThat(dns.asked).hasSize(1);
        }

        @Test
        void butNotForTheCaseThatTheDnsFails() {
            dns.mx("contoso.com", TENANT);
            directory.lookup("contoso.com");
            clock.pass(Duration.ofMinutes(1));
            directory.forget("contoso.com");

            dns.down();

            assertThat(directory.lookup("contoso.com")).isEqualTo(hosted("contoso.com", Freshness.STALE));
        }

        @Test
        void whatItNeverKnewWithoutHarm() {
            directory.forget("unknown.example");
            directory.forget("\r\n");

            assertThat(directory.size()).isZero();
        }
    }
}
