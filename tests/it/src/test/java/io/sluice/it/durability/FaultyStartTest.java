package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.Configuration;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.james.StartFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong stops the start, and the last lines say where it is, what it is, and what is allowed. */
class FaultyStartTest {
    private static MicrosoftWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void stopsTheStart(String fault, Consumer<Configuration> change, List<String> message) {
        StartFailed failure = startFailing(world.james().configure(change));

        assertThat(failure).hasMessageContaining("exit code 1");
        assertThat(reason(failure)).contains(message);
    }

    static Stream<Arguments> stopsTheStart() {
        return Stream.of(
                configuration(
                        "a parameter that James ignores",
                        configuration -> configuration.mailet("MicrosoftRemoteDelivery", "outgoingQueue", "microsoft"),
                        "mailetcontainer.xml",
                        "MicrosoftRemoteDelivery",
                        "<outgoingQueue>",
                        "is given with <outgoing>"),
                configuration(
                        "a duration without sense",
                        configuration -> configuration.mailet("MicrosoftRemoteDelivery", "maxAge", "three days"),
                        "mailetcontainer.xml",
                        "<maxAge>",
                        "\"three days\"",
                        "must be a duration"),
                configuration(
                        "the same name twice",
                        configuration -> configuration.edit("mailetcontainer.xml", xml -> {
                            int begin = xml.indexOf("<mailet match=\"io.sluice.matchers.HostedByMicrosoft\""
                                    + " class=\"io.sluice.mailets.MicrosoftRemoteDelivery\"");
                            int end = xml.indexOf("</mailet>", begin) + "</mailet>".length();
                            return xml.substring(0, end) + xml.substring(begin, end) + xml.substring(end);
                        }),
                        "MicrosoftRemoteDelivery",
                        "<outgoing>microsoft</outgoing>",
                        "its own name"),
                configuration(
                        "an unknown key",
                        configuration -> configuration.sluice("outbox.size", "1 GiB"),
                        "sluice.properties",
                        "outbox.size",
                        "outbox.maximum-size"),
                configuration(
                        "limits that contradict each other",
                        configuration -> configuration
                                .sluice("lane.192.0.2.7/consumer.rate.start", "9/s")
                                .sluice("lane.192.0.2.7/consumer.rate.ceiling", "30/min"),
                        "sluice.properties: lane.192.0.2.7/consumer.rate.floor = 1/min",
                        "lane.192.0.2.7/consumer.rate.start = 9/s",
                        "lane.192.0.2.7/consumer.rate.ceiling = 30/min"),
                configuration(
                        "a rule with a fault",
                        configuration -> configuration.file(
                                "microsoft-replies.xml",
                                """
                                <replies>
                                  <rule id="ours">
                                    <match code="451"/>
                                    <verdict class="outage" scope="tenant" remedy="wait" earliest="soon"/>
                                    <advice>Wait.</advice>
                                    <source verified="seen">A log</source>
                                    <example>451 Busy</example>
                                  </rule>
                                </replies>
                                """),
                        "conf/microsoft-replies.xml, line 4, rule ours:",
                        "earliest=\"soon\"",
                        "such as 15 minutes"),
                configuration(
                        "a file of rules that is not there",
                        configuration -> configuration.sluice("rules.file", "file://conf/our-rules.xml"),
                        "sluice.properties",
                        "rules.file",
                        "conf/our-rules.xml"),
                configuration(
                        "a missing module",
                        configuration -> configuration.file("extensions.properties", "# nothing\n"),
                        "conf/extensions.properties",
                        "guice.extension.module=io.sluice.SluiceModule"));
    }

    private static Arguments configuration(String fault, Consumer<Configuration> change, String... message) {
        return arguments(fault, change, List.of(message));
    }

    @Test
    void leavesADatabaseThatItCannotReadAsItIs() throws IOException {
        Path database = directory.resolve("outbox.db");
        byte[] garbage =
                "This is no database, whatever its name says.\n".repeat(200).getBytes(StandardCharsets.US_ASCII);
        Files.write(database, garbage);

        StartFailed failure = startFailing(withOutbox(directory));

        assertThat(reason(failure)).contains(database.toString(), "Restore it from a backup", "move it away");
        assertThat(Files.readAllBytes(database)).isEqualTo(garbage);
    }

    @Test
    void namesTheDirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        StartFailed failure = startFailing(withOutbox(file.resolve("outbox")));

        assertThat(reason(failure)).contains(file.resolve("outbox").toString(), "outbox.directory");
    }

    @Test
    void leavesTheOutboxOfARunningServerAlone() {
        try (JamesServer first = withOutbox(directory).start()) {
            StartFailed failure = startFailing(withOutbox(directory));

            assertThat(reason(failure))
                    .contains(directory.toString(), "another server", "Stop that server, or give this one");
            assertThat(first.isRunning()).isTrue();
        }
    }

    private static JamesSetup withOutbox(Path path) {
        return world.james().sluice("outbox.directory", path.toString());
    }

    private static StartFailed startFailing(JamesSetup setup) {
        StartFailed failure =
                catchThrowableOfType(StartFailed.class, () -> setup.start().close());
        assertThat(failure).as("the server started").isNotNull();
        return failure;
    }

    /** What comes after the log: what a terminal shows last. */
    private static String reason(StartFailed failure) {
        return failure.log().substring(failure.log().lastIndexOf("Sluice did not start:"));
    }
}
