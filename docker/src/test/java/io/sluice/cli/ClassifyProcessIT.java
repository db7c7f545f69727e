package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user starts it: {@code docker/run.sh classify} with the built server. */
class ClassifyProcessIT {
    private static final String REPLY = "451 4.7.650 rate limited due to IP reputation (S775)"
            + " [A.namprd03.prod.outlook.com 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]";
    private static final String BOUNCE =
            """
            Reporting-MTA: dns; mail.example.com

            Final-Recipient: rfc822; ann@hotmail.com
            Action: failed
            Status: 5.5.0
            Remote-MTA: dns; hotmail-com.olc.protection.outlook.com
            Diagnostic-Code: smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)
            """;

    @TempDir
    Path directory;

    @Test
    void classifiesStandardInputWithoutAHome() throws Exception {
        Path input = Files.writeString(directory.resolve("replies"), REPLY + "\n");

        Outcome outcome = run(input, "");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .isEqualTo("ip-reputation-throttle\ttemporary\tsource\tip-reputation-rate-limit\t15m\t" + REPLY + "\n");
        assertThat(directory.resolve("sluice-home")).doesNotExist();
    }

    @Test
    void readsBouncesWithTheJarsOfTheServer() throws Exception {
        Path input = Files.writeString(
                directory.resolve("bounce"),
                "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b\n\n--b\n"
                        + "Content-Type: message/delivery-status\n\n" + BOUNCE + "\n--b--\n");

        Outcome outcome = run(input, "", "--json", "--explain");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("\"class\":\"recipient-invalid\"").contains("\"service\":\"consumer\"");
    }

    @Test
    void sumsUpHundredsOfThousandsOfLinesInLittleMemory() throws Exception {
        Path input = directory.resolve("mail.log");
        try (BufferedWriter log = Files.newBufferedWriter(input)) {
            for (int i = 0; i < 300_000; i++) {
                String host = "tenant" + i + "-com.mail.protection.outlook.com";
                log.write("Nov 21 10:02:03 mx1 postfix/smtp[1]: " + i + ": to=<user" + i + "@tenant" + i
                        + ".com>, relay=" + host + "[192.0.2.25]:25, ");
                log.write(
                        i % 3 == 0
                                ? "status=deferred (host " + host
                                        + "[192.0.2.25] said: 451 4.7.500 Server busy from [192.0.2." + i % 250
                                        + "] odd" + i + " (in reply to RCPT TO command))\n"
                                : "status=sent (250 2.6.0 Queued mail for delivery)\n");
            }
        }

        Outcome outcome = run(input, "-Xmx24m", "--summary");

        assertThat(outcome.err()).isEqualTo("classify: 200,000 lines carried no reply and were skipped\n");
        assertThat(outcome.out())
                .startsWith("100,000 replies: 100,000 temporary")
                .contains("not told apart");
    }

    @Test
    void isMentionedInTheHelp() throws Exception {
        Outcome outcome = start(directory.resolve("none"), "", List.of("--help"));

        assertThat(outcome.out()).contains("docker/run.sh classify");
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome run(Path input, String javaOptions, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("classify"));
        for (String option : options) {
            if (!option.isEmpty()) {
                arguments.add(option);
            }
        }
        return start(input, javaOptions, arguments);
    }

    private Outcome start(Path input, String javaOptions, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", Path.of("run.sh").toAbsolutePath().toString()));
        command.addAll(arguments);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (Files.exists(input)) {
            builder.redirectInput(input.toFile());
        }
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_SERVER", System.getProperty("sluice.server.directory"));
        builder.environment().put("SLUICE_JAVA_OPTIONS", javaOptions);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
