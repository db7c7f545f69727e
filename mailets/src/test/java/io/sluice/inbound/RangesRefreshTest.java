package io.sluice.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.exchange.PublishedRanges;
import io.sluice.testkit.smtp.TestCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a web service of our own, over TLS. */
class RangesRefreshTest {
    private static final String NEWER = "2026091500";
    private static final Duration PERIOD = Duration.ofDays(1);

    /** The shipped ranges, and one more. */
    private static final String GOOD = list(
            "40.92.0.0/15",
            "40.107.0.0/16",
            "52.100.0.0/14",
            "104.47.0.0/17",
            "62.10.128.0/20",
            "2a01:111:f400::/48",
            "2a01:111:f403::/48");

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final ExchangeOnlineRanges ranges = new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of());
    private EndpointsServer server;

    @BeforeEach
    void start() throws IOException {
        server = EndpointsServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewerListIsInUseAndOnDiskForTheNextStart() throws Exception {
        server.version(NEWER).endpoints(GOOD);

        refresh().look();

        assertThat(knows("62.10.128.7")).isTrue();
        assertThat(counted("refreshed")).isEqualTo(1);
        ExchangeOnlineRanges afterRestart = new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of());
        refresh(afterRestart, trusting()).restore();
        assertThat(afterRestart.contains(InetAddresses.forString("62.10.128.7")))
                .isTrue();
        assertThat(afterRestart.published())
                .extracting(PublishedRanges::version)
                .containsExactly(Optional.of(NEWER));
    }

    @Test
    void theListIsNotAskedForWhileItsVersionIsTheSame() throws Exception {
        server.version("2026081400").endpoints(GOOD);

        refresh().look();

        assertThat(server.asked()).containsExactly("/version/Worldwide");
        assertThat(trouble()).isEmpty();
    }

    @Test
    void aListThatWasNotModifiedStaysAsItIs() throws Exception {
        server.version(NEWER).endpoints(GOOD).etag("\"one\"");
        RangesRefresh refresh = refresh();
        refresh.look();
        server.version("2026091600");
        clock.pass(PERIOD);

        refresh.look();

        assertThat(server.asked())
                .containsExactly(
                        "/version/Worldwide", "/endpoints/Worldwide", "/version/Worldwide", "/endpoints/Worldwide 304");
        assertThat(knows("62.10.128.7")).isTrue();
        assertThat(refresh.looks()).extracting(RangesRefresh.Look::trouble).containsExactly(Optional.empty());
    }

    @Test
    void askedOncePerPeriodAndAnHourAfterAFailure() throws Exception {
        server.version("2026081400").endpoints(GOOD);
        RangesRefresh refresh = refresh();
        refresh.look();
        clock.pass(PERIOD.minusSeconds(1));
        refresh.look();
        assertThat(server.asked()).hasSize(1);
        server.status(503);
        clock.pass(Duration.ofSeconds(1));
        refresh.look();
        clock.pass(Duration.ofHours(1));

        refresh.look();

        assertThat(server.asked()).hasSize(3);
        assertThat(counted("failed")).isEqualTo(2);
    }

    @Test
    void aListThatShrinksByHalfIsRefusedAndReported() throws Exception {
        server.version(NEWER)
                .endpoints(list("40.92.0.0/15", "40.107.0.0/16", "2a01:111:f400::/48", "2a01:111:f403::/48"));

        refresh().look();

        assertThat(trouble()).contains("no more than half of the IPv4 addresses");
        assertThat(knows("52.101.1.1")).isTrue();
        assertThat(counted("refused")).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aListWithoutIpv6IsRefused() throws Exception {
        server.version(NEWER).endpoints(list("40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17"));

        refresh().look();

        assertThat(trouble()).contains("no more than half of the IPv6 addresses");
    }

    @Test
    void aListThatLosesLessIsTaken() throws Exception {
        server.version(NEWER)
                .endpoints(list(
                        "40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "2a01:111:f400::/48", "2a01:111:f403::/48"));

        refresh().look();

        assertThat(trouble()).isEmpty();
        assertThat(knows("104.47.1.1")).isFalse();
    }

    @Test
    void anOlderListIsRefused() throws Exception {
        server.version("2025010100").endpoints(GOOD);

        refresh().look();

        assertThat(trouble()).contains("version 2025010100, older than the one in use, 2026081400");
        assertThat(knows("62.10.128.7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "<html>",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[\"0.0.0.0/0\"]}]",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[\"40.92.0.0/15\",\"\\u001b[31m\\nX\"]}]",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[\"40.92.0.0/15\",\"10.0.0.0/8\"]}]"
            })
    void whatIsMalformedOrHostileIsRefused(String json) throws Exception {
        server.version(NEWER).endpoints(json);

        refresh().look();

        assertThat(trouble()).startsWith("The new list is refused: ");
        assertThat(trouble().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(knows("40.107.1.1")).isTrue();
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() throws Exception {
        server.version(NEWER).endpoints("[{\"ips\":" + "[".repeat(1_000_000));

        refresh().look();

        assertThat(trouble()).contains("no JSON");
    }

    @Test
    void aVersionThatIsNoneIsRefused() throws Exception {
        server.version("../../etc").endpoints(GOOD);

        refresh().look();

        assertThat(trouble()).contains("version is not 10 digits");
    }

    @Test
    void anAnswerWithoutEndIsGivenUpWhenItIsTooLarge() throws Exception {
        server.version(NEWER).endless();

        refresh().look();

        assertThat(trouble()).contains("larger than 2097152 bytes");
        assertThat(knows("40.107.1.1")).isTrue();
    }

    @Test
    void anAnswerThatTricklesIsGivenUpAfterTheTimeForAllOfIt() throws Exception {
        server.version(NEWER).trickling();

        refresh(ranges, new EndpointsService(client(trust()), server.url(), Duration.ofSeconds(2)))
                .look();

        assertThat(trouble()).contains("did not answer");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        server.status(302);

        refresh().look();

        assertThat(trouble()).contains("status 302");
        assertThat(server.asked()).containsExactly("/version/Worldwide");
    }

    @Test
    void aServerThatJavaDoesNotTrustIsNotAsked() throws Exception {
        server.version(NEWER).endpoints(GOOD);

        refresh(ranges, EndpointsService.at(server.url())).look();

        assertThat(trouble()).contains("did not answer");
        assertThat(server.asked()).isEmpty();
        assertThat(knows("62.10.128.7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"instance\":\"Worldwide\"", "{\"instance\":\"China\",\"endpoints\":[]}", "\0\0\0\0"})
    void aDamagedCopyOnDiskLeavesWhatWasShippedInUse(String damaged) throws Exception {
        Files.writeString(directory.resolve("Worldwide.json"), damaged);

        refresh().restore();

        assertThat(knows("40.107.1.1")).isTrue();
    }

    @Test
    void aCopyOnDiskThatIsOlderThanTheShippedOneIsNotUsed() throws Exception {
        Files.writeString(
                directory.resolve("Worldwide.json"),
                "{\"instance\":\"Worldwide\",\"version\":\"2020010100\",\"endpoints\":" + list("62.10.128.0/20") + "}");

        refresh().restore();

        assertThat(knows("62.10.128.7")).isFalse();
        assertThat(knows("40.107.1.1")).isTrue();
    }

    @Test
    void theListIsInUseAlsoWhenItCannotBeKept() throws Exception {
        server.version(NEWER).endpoints(GOOD);
        Path file = Files.createFile(directory.resolve("file"));

        new RangesRefresh(ranges, trusting(), new RangesStore(file), PERIOD, metrics, clock).look();

        assertThat(knows("62.10.128.7")).isTrue();
    }

    @Test
    void aFileTakesThePlaceOfTheServiceAndMayShrink() throws Exception {
        Path file = Files.writeString(directory.resolve("endpoints.json"), list("62.10.128.0/20"));
        RangesFile source = new RangesFile(file);

        ranges.replace(source.readAtStart(PublishedRanges.shipped(CloudInstance.WORLDWIDE)));
        assertThat(knows("62.10.128.7")).isTrue();
        assertThat(knows("40.107.1.1")).isFalse();

        Files.writeString(file, list("40.107.0.0/16"));
        refresh(ranges, source).look();
        assertThat(knows("62.10.128.7")).isFalse();
        assertThat(knows("40.107.1.1")).isTrue();
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws Exception {
        Path file = Files.write(directory.resolve("endpoints.json"), "no".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new RangesFile(file).readAtStart(PublishedRanges.shipped(CloudInstance.WORLDWIDE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.properties: exchange-online.file")
                .hasMessageContaining(file.toString());
    }

    private RangesRefresh refresh() throws Exception {
        return refresh(ranges, trusting());
    }

    private RangesRefresh current;

    private RangesRefresh refresh(ExchangeOnlineRanges of, RangesSource source) {
        current = new RangesRefresh(of, source, new RangesStore(directory), PERIOD, metrics, clock);
        return current;
    }

    private EndpointsService trusting() throws Exception {
        return new EndpointsService(client(trust()), server.url(), Duration.ofSeconds(30));
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", TestCertificate.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private boolean knows(String address) {
        return ranges.contains(InetAddresses.forString(address));
    }

    private String trouble() {
        return current.looks().stream()
                .flatMap(look -> look.trouble().stream())
                .findFirst()
                .orElse("");
    }

    private int counted(String what) {
        return metrics.countFor("sluice.inbound.ranges." + what);
    }

    private static String list(String... ranges) {
        return "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[\"" + String.join("\",\"", ranges)
                + "\"]}]";
    }
}
