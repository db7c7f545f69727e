package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseInboundTest {
    @TempDir
    Path directory;

    private DnsResponder dns;
    private SimulatedReceiver receiver;
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        dns = DnsResponder.start();
        receiver = SimulatedReceiver.named("mail.example.org")
                .offering(Extension.STARTTLS)
                .start();
        dns.mx("example.org", 10, "mail.example.org")
                .a("mail.example.org", receiver.address().getHostAddress());
        server = new StubServer();
        server.answer(
                "/microsoft/inbound/example.org",
                200,
                """
                {"domain": "example.org", "findings": [
                  {"id": "inbound.hook", "status": "fail", "subject": "Greylist at 0.0.0.0:25", "what": "It defers.",
                   "lookedUp": [], "change": "Wrap it.", "publish": null},
                  {"id": "inbound.of-tomorrow", "status": "fail"}]}
                """);
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
        dns.close();
    }

    private Run diagnose(String... more) {
        List<String> arguments = new ArrayList<>(List.of("diagnose", "--inbound", "example.org"));
        arguments.addAll(
                List.of("--dns", dns.address().getHostAddress() + ":" + dns.port(), "--port", "" + receiver.port()));
        arguments.addAll(List.of(more));
        return Run.with("", arguments.toArray(String[]::new));
    }

    @Test
    void tellsTheWayThereAndWhatTheServerSays() {
        Run run = diagnose("--webadmin", server.url());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .contains(
                        "Exchange Online to example.org, 2026-11-22 04:00:00 UTC",
                        "FAIL     inbound.hook  Greylist at 0.0.0.0:25",
                        "         Change: Wrap it.",
                        "PASS     inbound.mx  example.org",
                        "WARN     inbound.certificate  mail.example.org [127.0.0.1]:" + receiver.port());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void writesJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(diagnose("--webadmin", server.url(), "--json").out());

        assertThat(json.path("domain").asText()).isEqualTo("example.org");
        assertThat(json.path("status").asText()).isEqualTo("fail");
        assertThat(json.path("findings"))
                .extracting(each -> each.path("id").asText())
                .contains("inbound.mx", "inbound.greeting", "inbound.tls", "inbound.certificate", "inbound.hook");
    }

    @Test
    void withoutAServerItSaysWhatStaysUnknown() {
        server.close();

        Run run = diagnose("--webadmin", server.url());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).contains("UNKNOWN  inbound.connections  server", "UNKNOWN  inbound.hook  server");
        assertThat(run.out()).contains("The server could not be asked about its handlers: no answer from");
    }

    @Test
    void readsAConfigurationInPlaceOfAServer() throws IOException {
        Path file = Files.writeString(
                directory.resolve("smtpserver.xml"),
                """
                <smtpservers><smtpserver enabled="true"><bind>0.0.0.0:25</bind>
                  <connectionLimitPerIP>3</connectionLimitPerIP>
                  <handlerchain>
                    <handler class="org.apache.james.smtpserver.fastfail.JDBCGreylistHandler"/>
                    <handler class="org.apache.james.smtpserver.CoreCmdHandlerLoader"/>
                  </handlerchain>
                </smtpserver></smtpservers>
                """);

        Run run = diagnose("--smtpserver", file.toString(), "--webadmin", server.url());

        assertThat(run.lines())
                .contains(
                        "FAIL     inbound.hook  JDBCGreylistHandler at 0.0.0.0:25",
                        "WARN     inbound.connections  0.0.0.0:25",
                        "PASS     inbound.relay  0.0.0.0:25");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void refusesWhatItCannotLookAt() throws IOException {
        Path no = Files.writeString(directory.resolve("no.xml"), "no");

        assertThat(Run.with("", "diagnose", "--inbound", "localhost").err()).contains("No possible domain");
        assertThat(diagnose("--timeout", "0").err()).contains("from 1 s to 5 min");
        assertThat(diagnose("--smtpserver", no.toString()).err()).contains("cannot read");
        assertThat(diagnose("--helo", "mail.example.org").err()).contains("looks the other way");
        assertThat(diagnose("--helo", "mail.example.org").code()).isEqualTo(2);
    }
}
