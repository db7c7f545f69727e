package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/run.sh status}, {@code top}, {@code report} and {@code diagnose}, as a user starts them. */
class TerminalTest {
    private static final String REPLY =
            "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation. (S775)"
                    + " [Name=Protocol Filter Agent][AGT=PFA][MxId=11BAE3D2C0F41A27]";
    private static final int MINUTES = 2;

    private static Sluice sluice;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james);
        ProbeMail business = ProbeMail.to("bob@contoso.com").from("news@sender.example");
        sluice.submit(business);
        sluice.awaitDelivered(business);
        sluice.consumer().smtp().when(Stage.MAIL).first(3).answers(REPLY);
        ProbeMail consumer = ProbeMail.to("ann@hotmail.com").from("news@sender.example");
        sluice.submit(consumer);
        sluice.awaitDelivered(consumer);
        Awaiting.until(
                "history that is written",
                () -> sluice.webadmin()
                                .get("/microsoft/history")
                                .orElseThrow()
                                .path("total")
                                .path("accepted")
                                .asLong()
                        >= 2);
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void statusTellsHowTheLanesStand() {
        Outcome outcome = run("status");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isBetween(0, 1);
        assertThat(outcome.out()).contains("default/business").contains("default/consumer");
    }

    @Test
    void topLooksTwice() {
        Outcome outcome = run("top", "--interval", "1", "--count", "2");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("default/consumer")))
                .hasSize(2);
    }

    @Test
    void reportSumsUpWhatHappened() {
        assertThat(run("report", "--since", "1h").out())
                .containsPattern("default/business +1 +0 +0")
                .containsPattern("default/consumer +1 +3 +0")
                .containsPattern("ip-reputation-throttle +3");
        assertThat(run("report", "--csv").out().lines().toList()).hasSizeGreaterThan(2);
        assertThat(run("report", "--json").out()).startsWith("{\"all\":{");
    }

    @Test
    void reportForMicrosoftHasTheRepliesAndWhatTheDnsSays() {
        sluice.world().dns().txt("sender.example", "v=spf1 ip4:192.0.2.7 -all");
        String dns = sluice.world().dns().address().getHostAddress() + ":"
                + sluice.world().dns().port();

        Outcome outcome = run("report", "--for-microsoft", "192.0.2.7", "--dns", dns);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("Refused:          3 recipients")
                .contains("By rule:          ip-reputation-rate-limit 3")
                .contains("MxId 11BAE3D2C0F41A27")
                .contains(REPLY)
                .contains("SPF of sender.example for 192.0.2.7: pass.")
                .contains("Of the last 2 mails from sender.example, 0 were signed with DKIM")
                .doesNotContain("ann@")
                .doesNotContain("news@");
    }

    @Test
    void diagnoseLooksAtASender() {
        sluice.world().dns().txt("diagnosed.example", "v=spf1 ip4:192.0.2.7 -all");
        String dns = sluice.world().dns().address().getHostAddress() + ":"
                + sluice.world().dns().port();

        Outcome outcome = start("diagnose", "diagnosed.example", "--ip", "192.0.2.7", "--dns", dns, "--no-block-lists");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("SPF of diagnosed.example for 192.0.2.7: pass.")
                .contains("Publish: _dmarc.diagnosed.example TXT v=DMARC1; p=none");
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--webadmin", sluice.james().webadmin().toString()));
        return start(all.toArray(String[]::new));
    }

    private Outcome start(String... arguments) {
        Path server = Path.of(System.getProperty("sluice.server.directory")).toAbsolutePath();
        Path script = server.getParent().getParent().resolve("run.sh");
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_SERVER", server.toString());
        try {
            Process process = builder.start();
            try {
                assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
                return new Outcome(
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
