package io.sluice.mailets;

import static io.sluice.mailets.GivenParameters.assertFault;
import static io.sluice.mailets.GivenParameters.read;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.AddressFamily;
import io.sluice.delivery.DeliverySettings;
import io.sluice.delivery.Gateway;
import io.sluice.delivery.LaneCeilings;
import io.sluice.delivery.transport.TransportSettings;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RetryBounds;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryParametersTest {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Nested
    class ByDefault {
        private final DeliverySettings settings = read();

        @Test
        void deliversToMxHostsOnPort25OverIpv4AsStockJamesDoes() {
            assertThat(settings.outgoing()).isEqualTo("outgoing");
            assertThat(settings.gateways()).isEmpty();
            assertThat(settings.loadBalancing()).isTrue();
            assertThat(settings.mxPort()).isEqualTo(25);
            assertThat(settings.addressFamily()).isEqualTo(AddressFamily.IPV4);
            assertThat(settings.maxDnsProblemRetries()).isZero();
            assertThat(settings.usePriority()).isFalse();
            assertThat(settings.bounceProcessor()).isEmpty();
            assertThat(settings.onSuccess()).isEmpty();
            assertThat(settings.deferralProcessor()).isEmpty();
        }

        @Test
        void keepsWithinWhatMicrosoftAllows() {
            assertThat(settings.ceilings()).isEqualTo(LaneCeilings.NONE);
            assertThat(settings.maxAges().general()).isEqualTo(Duration.ofDays(3));
            assertThat(settings.delayNotice()).isEmpty();
            assertThat(settings.storePatience()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void waitsAsTheClassOfTheDeferralAsks() {
            assertThat(settings.explicitSchedule()).isEmpty();
            assertThat(settings.retryBounds()).isEmpty();
        }

        @Test
        void speaksPlainSmtpWithStockJamessTimeouts() {
            TransportSettings transport = settings.transport();

            assertThat(transport.bind()).isEmpty();
            assertThat(transport.heloName()).isEqualTo("helo.example");
            assertThat(transport.startTls()).isFalse();
            assertThat(transport.ssl()).isFalse();
            assertThat(transport.verifyServerIdentity()).isTrue();
            assertThat(transport.credentials()).isEmpty();
            assertThat(transport.connectTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(transport.timeout()).isEqualTo(Duration.ofMinutes(3));
            assertThat(transport.idleTimeout()).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Nested
    class Given {
        @Test
        void namesAndProcessors() {
            DeliverySettings settings = read(
                    entry("outgoing", "microsoft"),
                    entry("bounceProcessor", "bounces"),
                    entry("onSuccess", "delivered"),
                    entry("deferralProcessor", "deferred"));

            assertThat(settings.outgoing()).isEqualTo("microsoft");
            assertThat(settings.bounceProcessor()).contains("bounces");
            assertThat(settings.onSuccess()).contains("delivered");
            assertThat(settings.deferralProcessor()).contains("deferred");
        }

        @Test
        void limitsAndTimes() {
            DeliverySettings settings = read(
                    entry("maxConnections", "20"),
                    entry("maxMessagesPerConnection", "7"),
                    entry("maxRecipientsPerTransaction", "1"),
                    entry("maxAge", "2 days"),
                    entry("storePatience", "500 msec"),
                    entry("idleTimeout", "1 minute"),
                    entry("maxDnsProblemRetries", "3"),
                    entry("usePriority", "TRUE"),
                    entry("loadBalancing", "false"));

            assertThat(settings.ceilings())
                    .isEqualTo(new LaneCeilings(OptionalInt.of(20), OptionalInt.of(7), OptionalInt.of(1)));
            assertThat(settings.maxAges().general()).isEqualTo(Duration.ofDays(2));
            assertThat(settings.storePatience()).isEqualTo(Duration.ofMillis(500));
            assertThat(settings.transport().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(settings.maxDnsProblemRetries()).isEqualTo(3);
            assertThat(settings.usePriority()).isTrue();
            assertThat(settings.loadBalancing()).isFalse();
        }

        @Test
        void theWayToSpeak() throws Exception {
            TransportSettings transport = read(
                            entry("bind", "127.0.0.9"),
                            entry("heloName", "mail.example.org"),
                            entry("startTLS", "true"),
                            entry("verifyServerIdentity", "false"),
                            entry("timeout", "30000"),
                            entry("debug", "true"),
                            entry("sendpartial", "false"))
                    .transport();

            assertThat(transport.bind()).contains(InetAddress.getByName("127.0.0.9"));
            assertThat(transport.heloName()).isEqualTo("mail.example.org");
            assertThat(transport.startTls()).isTrue();
            assertThat(transport.verifyServerIdentity()).isFalse();
            assertThat(transport.timeout()).isEqualTo(Duration.ofSeconds(30));
        }

        @ParameterizedTest
        @ValueSource(strings = {"connectiontimeout", "connectionTimeout"})
        void theConnectionTimeoutInBothSpellings(String name) {
            assertThat(read(entry(name, "5 sec")).transport().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void gatewaysWithAndWithoutPort() {
            DeliverySettings settings =
                    read(entry("gateway", "one.example, two.example:2525"), entry("gatewayPort", "587"));

            assertThat(settings.gateways())
                    .containsExactly(
                            new Gateway("one.example", OptionalInt.of(587)),
                            new Gateway("two.example", OptionalInt.of(2525)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"gatewayUsername", "gatewayusername"})
        void credentialsOfAGateway(String name) {
            DeliverySettings settings =
                    read(entry("gateway", "smtp.example"), entry(name, "user"), entry("gatewayPassword", "secret"));

            assertThat(settings.transport().credentials())
                    .contains(new TransportSettings.Credentials("user", "secret"));
        }

        @Test
        void noCredentialsWithoutGatewayAsInStockJames() {
            assertThat(read(entry("gatewayUsername", "user"), entry("gatewayPassword", "secret"))
                            .transport()
                            .credentials())
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"false, 25", "true, 465"})
        void thePortOfTheProtocol(String ssl, int port) {
            assertThat(read(entry("sslEnable", ssl)).mxPort()).isEqualTo(port);
        }

        @ParameterizedTest
        @CsvSource({"false, mail.smtp.port", "true, mail.smtps.port"})
        void thePortOfTheMailLibrary(String ssl, String property) {
            assertThat(read(entry("sslEnable", ssl), entry(property, "2526")).mxPort())
                    .isEqualTo(2526);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {"ipv4; IPV4", "ipv4,ipv6; IPV4_THEN_IPV6", "ipv6,ipv4; IPV6_THEN_IPV4"})
        void theAddressFamilies(String text, AddressFamily family) {
            assertThat(read(entry("addressFamily", text)).addressFamily()).isEqualTo(family);
        }

        @ParameterizedTest
        @EnumSource(DeferralClass.class)
        void theBoundsOfEveryDeferralClass(DeferralClass type) {
            assertThat(read(entry("retry." + type.token(), "5 minutes to 2 hours"))
                            .retryBounds())
                    .containsExactly(entry(type, new RetryBounds(Duration.ofMinutes(5), Duration.ofHours(2))));
        }

        @Test
        void whatTheMailetContainerReadsItself() {
            assertThat(read(entry("onMailetException", "ignore"), entry("onMatcherException", "nomatch")))
                    .isEqualTo(read());
        }
    }

    /** As stock James expands them. */
    @Nested
    class DelayTimeAndMaxRetries {
        @Test
        void delayTimeIsTheListOfWaitsAndItsLastIsRepeatedUpToFiveRetries() {
            assertThat(schedule(entry("delayTime", "2*1 minute, 1 hour")))
                    .containsExactly(
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(1),
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            Duration.ofHours(1));
        }

        @Test
        void delayTimeWinsOverFewerMaxRetries() {
            assertThat(schedule(entry("delayTime", "3*1 hour"), entry("maxRetries", "1")))
                    .hasSize(3);
        }

        @Test
        void maxRetriesAloneWaitsSixHoursEach() {
            assertThat(schedule(entry("maxRetries", "3"))).containsExactly(SIX_HOURS, SIX_HOURS, SIX_HOURS);
        }

        @Test
        void maxRetriesZeroAloneIsRaisedToOne() {
            assertThat(schedule(entry("maxRetries", "0"))).containsExactly(SIX_HOURS);
        }

        @Test
        void noRetryNeedsAnEmptyDelayTimeToo() {
            assertThat(schedule(entry("delayTime", ""), entry("maxRetries", "0")))
                    .isEmpty();
        }

        @Test
        void aBareNumberCountsInMilliseconds() {
            assertThat(schedule(entry("delayTime", "5*1500"))).containsOnly(Duration.ofMillis(1500));
        }

        @ParameterizedTest
        @ValueSource(strings = {"soon", "x*1 hour", "-1*1 hour", "2*3*1 hour", "0 sec", "1 hour; 2 hours"})
        void whatIsNoDelayIsAFaultAndNotIgnored(String text) {
            assertFault("delayTime", text, "delayTime", "must be");
        }

        @Test
        void retriesWithoutAnyDelayAreAFault() {
            assertThatThrownBy(() -> read(entry("delayTime", ""), entry("maxRetries", "3")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("<delayTime>")
                    .hasMessageContaining("maxRetries is 3");
        }

        @SafeVarargs
        private static List<Duration> schedule(Map.Entry<String, String>... parameters) {
            return read(parameters).explicitSchedule().orElseThrow();
        }
    }
}
