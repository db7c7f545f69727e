package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.distribution.Clashes;
import io.sluice.distribution.LinkReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceServerIT {
    private static final Path SERVER = Path.of(System.getProperty("sluice.server.directory"));
    private static final String TO_REPOSITORY =
            "<mailet match=\"All\" class=\"ToRepository\"><repositoryPath>file://var/mail/kept/</repositoryPath></mailet>";

    @TempDir
    Path home;

    @Test
    void stopsWithinSecondsOnSigterm() throws Exception {
        ServerProcess.prepare(home, TO_REPOSITORY);
        try (ServerProcess server = ServerProcess.start(home).awaitUp()) {
            server.submit(1, "someone@example.org");

            server.terminate();

            await().atMost(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(server.portsFile()).doesNotExist());
            assertThat(server.awaitExit()).isEqualTo(128 + 15);
        }
    }

    @Test
    void keepsQueuedAndStoredMailWhenItIsKilled() throws Exception {
        ServerProcess.prepare(
                home,
                """
                <mailet match="HostIs=stored.example" class="ToRepository">
                  <repositoryPath>file://var/mail/kept/</repositoryPath>
                </mailet>
                <mailet match="All" class="RemoteDelivery">
                  <outgoing>waiting</outgoing>
                  <gateway>127.0.0.1</gateway>
                  <gatewayPort>1</gatewayPort>
                  <delayTime>1 hour</delayTime>
                  <maxRetries>1</maxRetries>
                </mailet>
                """);
        try (ServerProcess first = ServerProcess.start(home).awaitUp()) {
            first.submit(20, "someone@stored.example");
            first.submit(20, "someone@queued.example");
            awaitMail(first);

            first.kill();
        }

        try (ServerProcess second = ServerProcess.start(home).awaitUp()) {
            awaitMail(second);
        }
    }

    private static void awaitMail(ServerProcess server) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(server.get("/mailRepositories/var%2Fmail%2Fkept")).contains("\"size\":20");
            assertThat(server.get("/mailQueues/waiting")).contains("\"size\":20");
        });
    }

    @Test
    void deliversPromptlyBehindHundredsOfDelayedMails() throws Exception {
        ServerProcess.prepare(
                home,
                """
                <mailet match="All" class="RemoteDelivery">
                  <outgoing>crowded</outgoing>
                  <gateway>127.0.0.1</gateway>
                  <gatewayPort>1</gatewayPort>
                  <delayTime>1 hour</delayTime>
                  <maxRetries>1</maxRetries>
                </mailet>
                """);
        try (ServerProcess server = ServerProcess.start(home).awaitUp()) {
            server.submit(600, "someone@example.org");
            await().atMost(Duration.ofSeconds(60)).until(() -> delayed(server) == 600);

            server.submit(1, "someone@example.org");

            await().atMost(Duration.ofSeconds(10)).until(() -> delayed(server) == 601);
        }
    }

    /** Mails that were tried once, and wait for their second attempt. */
    private static int delayed(ServerProcess server) {
        return server.get("/mailQueues/crowded/mails?delayed=true&limit=1000").split("\"nextDelivery\":\"").length - 1;
    }

    @Test
    void saysOnStandardErrorWhichSettingIsWrong() throws Exception {
        ServerProcess.prepare(home, TO_REPOSITORY);
        Files.writeString(
                home.resolve("conf/dnsservice.xml"),
                "<dnsservice><servers><server>127.0.0.1:port</server></servers></dnsservice>");

        try (ServerProcess server = ServerProcess.start(home)) {
            assertThat(server.awaitExit()).isEqualTo(1);

            assertThat(server.errors().lines()).last().asString().contains("<server>127.0.0.1:port</server>");
        }
    }

    @Test
    void saysWhichMailetDoesNotExist() throws Exception {
        ServerProcess.prepare(home, "<mailet match=\"All\" class=\"NoSuchMailet\"/>");

        try (ServerProcess server = ServerProcess.start(home)) {
            assertThat(server.awaitExit()).isEqualTo(1);

            assertThat(server.errors()).contains("Sluice did not start").contains("NoSuchMailet");
        }
    }

    @Test
    void refusesADirectoryThatAnotherServerUses() throws Exception {
        ServerProcess.prepare(home, TO_REPOSITORY);
        try (ServerProcess first = ServerProcess.start(home).awaitUp()) {
            first.get("/healthcheck");
            try (ServerProcess second = ServerProcess.start(home)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.errors()).contains("Another server runs in " + home);
            }
            assertThat(first.portsFile()).exists();
        }
    }

    @Test
    void extensionsBringNoClassThatJamesHas() {
        assertThat(Clashes.between(SERVER.resolve("extensions-jars"), SERVER.resolve("lib")))
                .isEmpty();
    }

    @Test
    void extensionsLinkAgainstTheJamesTheyAreDroppedInto() {
        // The database driver offers itself to GraalVM, which no Java virtual machine has.
        LinkReport report = LinkReport.of(
                SERVER.resolve("extensions-jars"),
                SERVER.resolve("lib"),
                className -> className.startsWith("org/graalvm/nativeimage/"));

        assertThat(report.broken()).isEmpty();
    }
}
