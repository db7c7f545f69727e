package io.sluice.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.SluiceServerMain;
import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.mail.ProbeMail;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a stand-in for the server, {@link SluiceServerMain} of the test sources. */
@Timeout(120)
class JamesServerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path assembly;

    @BeforeEach
    void assemble() throws Exception {
        Files.createDirectories(assembly.resolve("conf"));
        Files.createDirectories(assembly.resolve("lib"));
        Files.writeString(assembly.resolve("conf/sluice.properties"), "# empty\n");
        Files.writeString(assembly.resolve("conf/extensions.properties"), "guice.extension.module=io.sluice.X\n");
        Files.createDirectories(assembly.resolve("extensions-jars"));
        Files.writeString(assembly.resolve("extensions-jars/bundle.jar"), "");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, location(SluiceServerMain.class) + " " + location(JamesServer.class));
        try (OutputStream file = Files.newOutputStream(assembly.resolve("lib/server.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Test
    void takesMailOnceItHasStarted() {
        try (JamesServer james = JamesServer.setup(assembly).start()) {
            james.submit(ProbeMail.to("a@contoso.com"));

            assertThat(james.webadmin()).hasToString("http://127.0.0.1:1234");
        }
    }

    @Test
    void startsAgainOnTheSameDataAfterKillAndStop() {
        try (JamesServer james = JamesServer.setup(assembly).start()) {
            long first = james.pid();
            james.kill();
            assertThat(james.isRunning()).isFalse();
            assertThat(james.logs()).doesNotContain("stopped cleanly");

            james.start();
            assertThat(james.pid()).isNotEqualTo(first);
            james.submit(ProbeMail.to("a@contoso.com"));

            james.restart();
            assertThat(james.logs()).contains("stopped cleanly");
        }
    }

    @Test
    void leavesNothingBehind() {
        JamesServer james = JamesServer.setup(assembly).start();
        james.close();

        assertThat(james.home()).doesNotExist();
        assertThat(ProcessHandle.of(james.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void tellsWhyItDoesNotStart() {
        JamesSetup setup = JamesServer.setup(assembly).configure(configuration -> configuration.file("fail", ""));

        assertThatThrownBy(setup::start)
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("exit code 3")
                .extracting(e -> ((StartFailed) e).log())
                .asString()
                .contains("conf/fail is there");
    }

    @Test
    void changesItsOwnConfigurationAndNotThatOfTheAssembly() {
        try (JamesServer james =
                JamesServer.setup(assembly).sluice("outbox.maxAge", "1h").start()) {
            assertThat(james.home().resolve("conf/sluice.properties")).content().contains("outbox.maxAge=1h");
            assertThat(assembly.resolve("conf/sluice.properties")).content().isEqualTo("# empty\n");
        }
    }

    @Test
    void dropsInTheExtensionsUnlessToldOtherwise() {
        try (JamesServer with = JamesServer.setup(assembly).start();
                JamesServer without =
                        JamesServer.setup(assembly).withoutExtensions().start()) {
            assertThat(with.home().resolve("extensions-jars/bundle.jar")).exists();
            assertThat(without.home().resolve("extensions-jars")).isEmptyDirectory();
            assertThat(without.home().resolve("conf/extensions.properties")).doesNotExist();
        }
    }

    @Test
    void asksTheDnsResponder() {
        try (DnsResponder dns = DnsResponder.start();
                JamesServer james = JamesServer.setup(assembly).dns(dns).start()) {
            james.awaitLog("up with dns 127.0.0.1:" + dns.port(), SOON);

            assertThatThrownBy(() -> james.awaitLog("something else", Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("up with dns");
        }
    }

    @Test
    void measuresTheProcess() {
        try (JamesServer james = JamesServer.setup(assembly).start()) {
            assertThat(james.residentBytes()).isGreaterThan(10_000_000);
            assertThat(james.heapUsedBytes()).isBetween(100_000L, james.residentBytes());
            assertThat(james.cpuTime()).isPositive();
        }
    }
}
