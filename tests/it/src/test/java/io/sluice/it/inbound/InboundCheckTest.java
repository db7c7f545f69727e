package io.sluice.it.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.james.JamesServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real James tries its own handlers, as they are configured and wrapped, before clients that are made up. */
class InboundCheckTest {
    private static final String NAME = "mail-test9.outbound.protection.outlook.com";
    private static final String CLIENT = "127.0.0.9";
    private static final String MONITOR = "<handler class=\"io.sluice.smtp.ExchangeOnlineDeferralMonitor\"/>";
    private static final String HOOKS =
            """
            <%1$s class="io.sluice.it.inbound.Greylist"><minutes>60</minutes></%1$s>
            """;
    private static final String BLOCK_LIST =
            """
            <%1$s class="org.apache.james.smtpserver.fastfail.DNSRBLHandler">
              <rblservers><blacklist>lists.example.</blacklist></rblservers>
            </%1$s>
            """;

    @TempDir
    Path directory;

    private final DnsResponder dns = DnsResponder.start();

    @BeforeEach
    void start() {
        dns.ptr(CLIENT, NAME).a(NAME, CLIENT);
        // The block list has the one server of Exchange Online that the DNS knows.
        dns.a("9.0.0.127.lists.example", "127.0.0.2");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private static String wrapped(String hook) {
        return "<handler class=\"io.sluice.smtp.BypassForExchangeOnline\">" + hook.formatted("hook") + "</handler>";
    }

    private JamesServer james(String handlers) {
        return JamesServer.setup()
                .dns(dns)
                .extension(Greylist.jar(directory))
                .sluice("exchange-online.additional-ranges", "127.0.0.8/29")
                .sluice("exchange-online.refresh", "off")
                .configure(configuration -> configuration.edit("smtpserver.xml", xml -> xml.replace(
                                "<handlerchain enableJmx=\"false\">", "<handlerchain enableJmx=\"false\">" + handlers)
                        .replace(
                                "<connectionLimitPerIP>0</connectionLimitPerIP>",
                                "<connectionLimitPerIP>4</connectionLimitPerIP>")))
                .start();
    }

    private static JsonNode ask(JamesServer james, String method, String path) {
        try {
            URI uri = james.webadmin().resolve(path);
            String body = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> findings(JsonNode check, String id) {
        return StreamSupport.stream(check.path("findings").spliterator(), false)
                .filter(finding -> finding.path("id").asText().equals(id))
                .map(finding -> finding.path("status").asText() + " "
                        + finding.path("subject").asText().split(" ", 2)[0] + ": "
                        + finding.path("what").asText())
                .toList();
    }

    @Test
    void findsTheHandlersThatTurnExchangeOnlineAwayAndTheLimits() {
        try (JamesServer james = james(MONITOR + HOOKS.formatted("handler") + BLOCK_LIST.formatted("handler"))) {
            ask(james, "PUT", "/domains/example.org");

            JsonNode check = ask(james, "GET", "/microsoft/inbound/example.org");

            assertThat(findings(check, "inbound.domain"))
                    .containsExactly("pass example.org: This server takes mail for example.org.");
            assertThat(findings(check, "inbound.connections"))
                    .singleElement()
                    .asString()
                    .startsWith("warn ")
                    .contains("connectionLimitPerIP is 4");
            assertThat(findings(check, "inbound.hook"))
                    .satisfiesExactlyInAnyOrder(
                            greylist -> assertThat(greylist)
                                    .startsWith("fail Greylist: It defers mail of whoever it has not seen before")
                                    .contains("Not run: it would remember the made-up client"),
                            list -> assertThat(list)
                                    .startsWith("fail DNSRBLHandler: It answers 554 ")
                                    .contains("to a client at 127.0.0.9."));
        }
    }

    @Test
    void findsThemHarmlessWithTheBypass() {
        try (JamesServer james = james(MONITOR + wrapped(HOOKS) + wrapped(BLOCK_LIST))) {
            JsonNode check = ask(james, "GET", "/microsoft/inbound/example.org");

            assertThat(findings(check, "inbound.hook")).hasSize(2).allSatisfy(hook -> assertThat(hook)
                    .startsWith("pass ")
                    .contains("Left alone by BypassForExchangeOnline: run for a client of each of 7"));
            assertThat(findings(check, "inbound.domain").get(0)).startsWith("fail ");
            assertThat(ask(james, "GET", "/microsoft/inbound").path("counts")).isEmpty();
        }
    }

    @Test
    void withoutTheMonitorItJudgesByTheClass() {
        try (JamesServer james = james(BLOCK_LIST.formatted("handler"))) {
            JsonNode check = ask(james, "GET", "/microsoft/inbound/example.org");

            assertThat(findings(check, "inbound.hook"))
                    .singleElement()
                    .asString()
                    .startsWith("warn DNSRBLHandler: ")
                    .contains("only ExchangeOnlineDeferralMonitor gets at the handlers");
        }
    }
}
