package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.postgres.PostgresServer;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting and held mail moves from the embedded outbox to PostgreSQL and back, by the commands that people use. */
class MovingTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int MAILS = 10;
    private static final Path RUN = Path.of("..", "..", "docker", "run.sh");
    private static final String ROOT =
            """
            <processor state="root" enableJmx="false">
              <mailet match="All" class="PostmasterAlias"/>
              <mailet match="RecipientIs=held@contoso.com" class="io.sluice.mailets.Hold">
                <reason>asked-for</reason>
              </mailet>
              <mailet match="RecipientIs=let-go@contoso.com" class="io.sluice.mailets.Release">
                <reason>asked-for</reason>
              </mailet>
              <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
            </processor>
            """;

    @TempDir
    Path directory;

    @Test
    void eachMailArrivesOnceThoughItWentToPostgresAndBack() throws Exception {
        Assumptions.assumeTrue(PostgresServer.isInstalledOrRequired(), PostgresServer.MISSING);
        try (PostgresServer postgres = PostgresServer.start();
                MicrosoftWorld world = MicrosoftWorld.start(Recording.ENVELOPES);
                JamesServer james = start(world)) {
            WebAdmin webadmin = new WebAdmin(james::webadmin);
            world.consumer().smtp().when(Stage.RCPT).first(MAILS).answers("452 4.2.2 The recipient's mailbox is full");
            // Each to a mailbox of its own: a full one is asked for one mail at a time.
            List<ProbeMail> waiting = mails(number -> "full-" + number + "@hotmail.com");
            List<ProbeMail> held = mails(number -> "held@contoso.com");
            james.submit(waiting, 2).complete();
            james.submit(held, 2).complete();
            await(webadmin, "held", MAILS);
            await(webadmin, "waiting", MAILS);

            james.stop();
            Path first = directory.resolve("first");
            assertThat(outbox(james, "export", first)).contains(2 * MAILS + " entries exported");
            james.configuration()
                    .sluice("outbox.url", postgres.newDatabase())
                    .sluice("outbox.user", PostgresServer.USER)
                    .sluice("outbox.password", PostgresServer.PASSWORD);
            assertThat(outbox(james, "import", first)).contains(2 * MAILS + " entries imported");
            james.start();
            assertThat(world.awaitDelivered(waiting, LONG)).hasSize(MAILS);
            await(webadmin, "held", MAILS);

            james.stop();
            Path second = directory.resolve("second");
            assertThat(outbox(james, "export", second)).contains(MAILS + " entries exported");
            james.configuration().edit("sluice.properties", MovingTest::withoutDatabase);
            // What it had before is still there: nothing is put beside it.
            assertThat(outbox(james, "import", second)).contains("There is mail in the outbox");
            Files.move(james.home().resolve("var/outbox"), directory.resolve("old"));
            assertThat(outbox(james, "import", second)).contains(MAILS + " entries imported");
            james.start();
            await(webadmin, "held", MAILS);
            ProbeMail command = ProbeMail.to("let-go@contoso.com");
            james.submit(command);

            List<ProbeMail> all = new ArrayList<>(waiting);
            all.addAll(held);
            all.add(command);
            Map<Delivery, Integer> arrived = world.awaitDelivered(all, LONG);
            await(webadmin, "held", 0);
            assertThat(arrived).hasSize(2 * MAILS + 1).doesNotContainValue(2);
            assertThat(world.deliveries()).isEqualTo(arrived);
        }
    }

    private static JamesServer start(MicrosoftWorld world) {
        return world.james()
                .withFastLanes()
                .configure(configuration -> configuration.processor(ROOT))
                // Long enough to stop before it is tried again.
                .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "45 sec to 46 sec")
                .start();
    }

    private static List<ProbeMail> mails(IntFunction<String> recipient) {
        return IntStream.range(0, MAILS)
                .mapToObj(number -> ProbeMail.to(recipient.apply(number)))
                .toList();
    }

    private static void await(WebAdmin webadmin, String what, int count) {
        Awaitility.await(count + " " + what).atMost(LONG).until(() -> {
            int sum = 0;
            for (JsonNode lane : webadmin.get("/microsoft/lanes").orElseThrow()) {
                sum += lane.get(what).asInt();
            }
            return sum == count;
        });
    }

    private static String withoutDatabase(String properties) {
        return Pattern.compile("(?m)^outbox\\..*$").matcher(properties).replaceAll("");
    }

    /** What the command says. */
    private String outbox(JamesServer james, String command, Path file) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        RUN.toAbsolutePath().toString(),
                        "outbox",
                        command,
                        "--home",
                        james.home().toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_SERVER", System.getProperty(JamesServer.DIRECTORY_PROPERTY));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return Files.readString(said);
        } finally {
            process.destroyForcibly();
        }
    }
}
