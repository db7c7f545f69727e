package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.dns.DnsResponder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseCommandTest {
    @TempDir
    Path directory;

    private DnsResponder dns;

    @BeforeEach
    void start() {
        dns = DnsResponder.start();
        dns.txt("example.org", "v=spf1 ip4:192.0.2.7 -all")
                .txt("_dmarc.example.org", "v=DMARC1; p=none; rua=mailto:dmarc@example.org")
                .mx("example.org", 10, "mail.example.org")
                .a("mail.example.org", "192.0.2.7")
                .ptr("192.0.2.7", "mail.example.org");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private Run diagnose(String... more) {
        List<String> arguments = new ArrayList<>(List.of("diagnose"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--dns", dns.address().getHostAddress() + ":" + dns.port(), "--no-block-lists"));
        return Run.with("", arguments.toArray(String[]::new));
    }

    @Test
    void endsWithZeroWhenAllIsAsItShouldBe() {
        Run run = diagnose("example.org");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .contains(
                        "example.org, 2026-11-22 04:00:00 UTC",
                        "PASS     spf.record  example.org",
                        "Not looked at: the address (--ip), the EHLO name (--helo), DKIM keys (--selector)");
    }

    @Test
    void tellsWhatIsWrongFirstAndWhatToPublish() {
        Run run = diagnose("example.org", "--ip", "192.0.2.8", "--helo", "mail.example.org", "--selector", "gone");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().indexOf("FAIL")).isLessThan(run.out().indexOf("PASS"));
        assertThat(run.lines())
                .contains(
                        "example.org from 192.0.2.8 as mail.example.org, 2026-11-22 04:00:00 UTC",
                        "FAIL     spf.result  192.0.2.8",
                        "         Publish: example.org TXT v=spf1 ip4:192.0.2.8 ip4:192.0.2.7 -all",
                        "FAIL     dkim.key  gone._domainkey.example.org");
    }

    @Test
    void writesJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(diagnose("example.org", "--ip", "192.0.2.7", "--json").out());

        assertThat(json.path("ip").asText()).isEqualTo("192.0.2.7");
        assertThat(json.path("findings")).isNotEmpty();
    }

    @Test
    void aRecordingGivesTheSameReportWithoutTheDns() {
        Path file = directory.resolve("recording.json");
        Run first =
                diagnose("example.org", "--ip", "192.0.2.8", "--recipient", "contoso.com", "--record", file.toString());
        dns.close();

        Run again = Run.with("", "diagnose", "--replay", file.toString());

        assertThat(first.code()).isEqualTo(1);
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(again.code()).isEqualTo(1);
    }

    @Test
    void asksSpamhausUnlessToldNotTo() {
        dns.a("7.2.0.192.zen.spamhaus.org", "127.0.0.2");

        Run run = Run.with(
                "",
                "diagnose",
                "example.org",
                "--ip",
                "192.0.2.7",
                "--dns",
                dns.address().getHostAddress() + ":" + dns.port());

        assertThat(run.out()).contains("Listed on zen.spamhaus.org (127.0.0.2; SBL");
    }

    @Test
    void doesNotWriteOverAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("mine"), "mine");

        Run run = diagnose("example.org", "--record", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(file).hasContent("mine");
    }

    @Test
    void refusesWhatItCannotLookAt() throws IOException {
        Path no = Files.writeString(directory.resolve("no"), "{}");

        assertThat(diagnose().err()).contains("name a domain");
        assertThat(diagnose("localhost").err()).contains("DOMAIN 'localhost': No possible domain");
        assertThat(diagnose("example.org", "--ip", "mail").err()).contains("--ip 'mail'");
        assertThat(diagnose("example.org", "--selector", "a b").err()).contains("--selector 'a b'");
        assertThat(Run.with("", "diagnose", "example.org", "--dns", "127.0.0.1:x")
                        .err())
                .contains("--dns");
        assertThat(Run.with("", "diagnose", "--replay", no.toString()).err()).contains("is no recording");
        assertThat(diagnose("--replay", no.toString()).err()).contains("the question is in the recording");
        assertThat(diagnose().code()).isEqualTo(2);
    }
}
