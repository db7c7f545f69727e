package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people type it. */
class DemoIT {
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    private Path directory;

    @Test
    void deliversEveryMailExactlyOnceAndSaysSo() throws Exception {
        Path output = directory.resolve("output");
        Process demo = demo(output, "--home", directory.resolve("home").toString());
        try {
            assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
        } finally {
            end(demo);
        }

        String said = Files.readString(output, StandardCharsets.US_ASCII);
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("hotmail.com and its sisters rate-limit us")
                .containsPattern("mails submitted +400\n")
                .containsPattern("delivered exactly once +(\\d+) of \\1\n")
                .containsPattern("duplicates +0\n")
                .containsPattern("lost +0\n")
                .containsPattern("bounced, as expected +1 \\(nobody@hotmail.com, with the receiver's reply")
                .containsPattern("deferrals by class .*ip-reputation-throttle \\d+.*mailbox-unavailable \\d+")
                .contains("Every mail arrived exactly once")
                .doesNotContain("\u001b");
    }

    @Test
    void stopsItsServerWhenItIsInterrupted() throws Exception {
        Path output = directory.resolve("output");
        Process demo = demo(output);
        try {
            awaitText(demo, output, "mails go in over SMTP");
            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).isNotEmpty();

            demo.destroy();

            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(serverDirectory(output)).doesNotExist();
        } finally {
            end(demo);
        }
    }

    @Test
    void refusesADirectoryThatSomebodyElseUses() throws Exception {
        Files.createFile(directory.resolve("something"));
        Path output = directory.resolve("output");

        Process demo = demo(output, "--home", directory.toString());

        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(2);
        assertThat(output).content().contains("is there already; name a new or empty directory");
    }

    private static Process demo(Path output, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", System.getProperty("sluice.run.script"), "--demo"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static void awaitText(Process demo, Path output, String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(output, StandardCharsets.US_ASCII).contains(text)) {
            assertThat(System.nanoTime()).as("'%s' comes in time", text).isLessThan(deadline);
            assertThat(demo.waitFor(200, TimeUnit.MILLISECONDS))
                    .as("runs on until it says '%s'", text)
                    .isFalse();
        }
    }

    private static Path serverDirectory(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.contains("data in "))
                .map(line -> Path.of(line.substring(line.indexOf("data in ") + "data in ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static void end(Process demo) {
        demo.descendants().forEach(ProcessHandle::destroyForcibly);
        demo.destroyForcibly();
    }
}
