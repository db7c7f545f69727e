package io.sluice.it.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.james.StartFailed;
import io.sluice.testkit.postfix.PostfixSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Postfix in the part of Exchange Online brings mail to a real James that greylists: from 127.0.0.9, which counts as
 * one of Exchange Online's addresses here and has a name of theirs, and from others.
 */
@EnabledIf("isPostfixThere")
class ExchangeOnlineInboundTest {
    private static final String NAME = "mail-test9.outbound.protection.outlook.com";
    private static final String GENUINE = "127.0.0.9";
    private static final String STRANGER_NAME = "mail.stranger.example";
    private static final String NAMELESS = "127.0.0.10";
    private static final String STRANGER = "127.0.0.20";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String GREYLIST = "<%1$s class=\"io.sluice.it.inbound.Greylist\"><minutes>60</minutes></%1$s>";
    private static final String BYPASS = "<handler class=\"io.sluice.smtp.BypassForExchangeOnline\">%s</handler>"
            .formatted(GREYLIST.formatted("hook"));
    private static final String MONITOR =
            "<handler class=\"io.sluice.smtp.ExchangeOnlineDeferralMonitor\"><warnAfter>3</warnAfter></handler>";

    @TempDir
    Path directory;

    private final DnsResponder dns = DnsResponder.start();

    static boolean isPostfixThere() {
        return PostfixSender.isInstalledOrRequired();
    }

    @BeforeEach
    void nameTheGenuineOne() {
        dns.ptr(GENUINE, NAME).a(NAME, GENUINE);
        dns.ptr(STRANGER, STRANGER_NAME).a(STRANGER_NAME, STRANGER);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void withoutTheBypassItIsGreylistedAndTheMonitorSaysSo() {
        try (JamesServer james = james(GREYLIST.formatted("handler") + MONITOR).start();
                PostfixSender exchangeOnline = postfix(GENUINE, NAME, james)) {
            exchangeOnline.send("ann@contoso.com", "bob@localhost", mail());

            JsonNode deferring = await("three deferrals")
                    .atMost(PATIENCE)
                    .until(() -> inbound(james).path("deferring").path(0), node -> !node.isMissingNode());

            assertThat(deferring.path("by").asText()).isEqualTo("Greylist");
            JsonNode count = inbound(james).path("counts").path(0);
            assertThat(count.path("by").asText()).isEqualTo("Greylist");
            assertThat(count.path("code").asText()).isEqualTo("451");
            assertThat(count.path("last").path("client").asText()).isEqualTo(GENUINE);
            assertThat(count.path("last").path("standing").asText()).isEqualTo("confirmed");
            james.awaitLog(
                    "inbound-deferred: We are deferring Exchange Online: 3 times in 10 minutes, by Greylist", PATIENCE);
            assertThat(exchangeOnline.log()).contains("status=deferred").doesNotContain("status=sent");
            assertThat(exchangeOnline.queue()).hasSize(1);
        }
    }

    @Test
    void withTheBypassItsQueueEmptiesAndAStrangerWithItsNameIsGreylisted() {
        try (JamesServer james = james(BYPASS + MONITOR).start();
                PostfixSender exchangeOnline = postfix(GENUINE, NAME, james);
                PostfixSender stranger = postfix(STRANGER, NAME, james);
                PostfixSender nameless = postfix(NAMELESS, NAME, james)) {
            stranger.send("ann@contoso.com", "bob@localhost", mail());
            nameless.send("ann@contoso.com", "bob@localhost", mail());
            for (int i = 0; i < 5; i++) {
                exchangeOnline.send("ann" + i + "@contoso.com", "bob@localhost", mail());
            }

            await("an empty queue")
                    .atMost(PATIENCE)
                    .until(() -> exchangeOnline.queue().isEmpty());
            await("the stranger's second attempt")
                    .atMost(PATIENCE)
                    .until(() -> stranger.log().split("status=deferred", -1).length > 2);
            await("the nameless one's second attempt")
                    .atMost(PATIENCE)
                    .until(() -> nameless.log().split("status=deferred", -1).length > 2);

            assertThat(exchangeOnline.log().split("status=sent", -1)).hasSize(6);
            assertThat(exchangeOnline.log()).doesNotContain("status=deferred");
            assertThat(stranger.queue()).hasSize(1);
            assertThat(nameless.queue()).hasSize(1);
            assertThat(inbound(james).path("recent")).isNotEmpty().allSatisfy(reply -> {
                assertThat(reply.path("client").asText()).isEqualTo(NAMELESS);
                assertThat(reply.path("standing").asText()).isEqualTo("misnamed");
            });
        }
    }

    @Test
    void withTheBypassItIsTakenWhileTheDnsIsDown() {
        dns.down();
        try (JamesServer james = james(BYPASS).start();
                PostfixSender exchangeOnline = postfix(GENUINE, NAME, james)) {
            exchangeOnline.send("ann@contoso.com", "bob@localhost", mail());

            await("an empty queue")
                    .atMost(PATIENCE)
                    .until(() -> exchangeOnline.queue().isEmpty());

            assertThat(exchangeOnline.log()).contains("status=sent");
        }
    }

    @Test
    void whatDecidesAboutRelayingCannotBeWrapped() {
        String wrapped = "<handler class=\"io.sluice.smtp.BypassForExchangeOnline\">"
                + "<hook class=\"org.apache.james.smtpserver.SenderAuthIdentifyVerificationHook\"/></handler>";

        assertThatThrownBy(() -> james(wrapped).start().close())
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("decides who may log in or relay, and must not be skipped");
    }

    /** As the guide has it: handlers, and the two matchers with a processor each. */
    @Test
    void theGuidesConfigurationTellsTheOwnTenantFromOtherCustomersAndStrangers() throws IOException {
        JamesSetup setup = james(
                        guide("<handler class=\"io.sluice.smtp.ExchangeOnlineDeferralMonitor\"/>", "<!-- Not wrapped"))
                .configure(configuration -> configuration
                        .edit(
                                "mailetcontainer.xml",
                                xml -> xml.replaceFirst(
                                        "(<processor state=\"root\"[^>]*>)",
                                        "$1"
                                                + guide(
                                                        "<mailet match=\"SenderIsNull\" class=\"io.sluice.mailets.ClassifyDsn\"/>",
                                                        "```")))
                        .processor(repository("own-tenant"))
                        .processor(repository("spam-filter")));
        try (JamesServer james = setup.start();
                PostfixSender exchangeOnline = postfix(GENUINE, NAME, james);
                PostfixSender stranger = postfix(STRANGER, STRANGER_NAME, james)) {
            exchangeOnline.send("ann@contoso.com", "bob@localhost", "X-OriginatorOrg: contoso.com\n" + mail());
            exchangeOnline.send("eve@evil.example", "bob@localhost", "X-OriginatorOrg: evil.example\n" + mail());
            exchangeOnline.send("eve@evil.example", "bob@localhost", mail());
            stranger.send("ann@contoso.com", "bob@localhost", "X-OriginatorOrg: contoso.com\n" + mail());

            await("the mails of Exchange Online")
                    .atMost(PATIENCE)
                    .until(() -> mails(james, "own-tenant").size()
                                    + mails(james, "spam-filter").size()
                            == 3);
            await("an empty queue").atMost(PATIENCE).until(() -> stranger.queue()
                    .isEmpty());

            assertThat(stranger.log()).contains("status=sent");
            assertThat(mails(james, "own-tenant")).hasSize(1);
            assertThat(mails(james, "spam-filter")).hasSize(2);
        }
    }

    /** What is between two texts in the guide, the first one included. */
    private static String guide(String from, String to) {
        try {
            String page = Files.readString(Path.of("..", "..", "docs", "exchange-online-inbound.md"));
            int setUp = page.indexOf("## Set-up");
            int start = page.indexOf(from, setUp);
            return page.substring(start, page.indexOf(to, start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String repository(String processor) {
        return """
                <processor state="%1$s" enableJmx="false">
                  <mailet match="All" class="ToRepository">
                    <repositoryPath>memory://var/%1$s/</repositoryPath>
                  </mailet>
                </processor>
                """
                .formatted(processor);
    }

    private static JsonNode mails(JamesServer james, String repository) {
        try {
            return new ObjectMapper()
                    .readTree(send(HttpRequest.newBuilder(
                            james.webadmin().resolve("/mailRepositories/var%2F" + repository + "/mails"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JamesSetup james(String handlers) {
        return JamesServer.setup()
                .dns(dns)
                .extension(Greylist.jar(directory))
                .system("sluice.relay.networks", "127.0.0.1/32")
                .sluice("exchange-online.additional-ranges", "127.0.0.8/29")
                .sluice("exchange-online.refresh", "off")
                .configure(configuration -> configuration.edit(
                        "smtpserver.xml",
                        xml -> xml.replace(
                                "<handlerchain enableJmx=\"false\">",
                                "<handlerchain enableJmx=\"false\">" + handlers)));
    }

    private PostfixSender postfix(String source, String helo, JamesServer james) {
        addUser(james);
        return PostfixSender.start(source, helo, james.smtp());
    }

    private static String mail() {
        return "From: ann@contoso.com\nTo: bob@localhost\nSubject: Hello\n\nHello\n";
    }

    private static JsonNode inbound(JamesServer james) {
        try {
            return new ObjectMapper()
                    .readTree(send(HttpRequest.newBuilder(james.webadmin().resolve("/microsoft/inbound"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addUser(JamesServer james) {
        URI user = james.webadmin().resolve("/users/bob@localhost?force");
        send(HttpRequest.newBuilder(user)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"password\":\"secret\"}")));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
