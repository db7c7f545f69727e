package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.NewEntry;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void hasHelp() {
        Run run = Run.with("", "outbox", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Usage: docker/run.sh outbox")
                .contains("backup", "restore", "export", "import", "Exit codes");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore", "export", "import"})
    void hasHelpForEachCommand(String command) {
        Run run = Run.with("", "outbox", command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Usage: docker/run.sh outbox " + command)
                .contains("--home=DIRECTORY", "--directory=DIRECTORY", "FILE");
    }

    @Test
    void asksWhatToDo() {
        Run run = Run.with("", "outbox");

        assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
        assertThat(run.err()).contains("name what to do").contains("Try: docker/run.sh outbox --help");
    }

    @Test
    void movesTheOutboxOfOneServerToAnother() {
        Path from = directory.resolve("from");
        Path to = directory.resolve("to");
        Path file = directory.resolve("file");
        store(from.resolve("var/outbox"));

        Run exported = Run.with("", "outbox", "export", "--home", from.toString(), file.toString());
        Run imported = Run.with("", "outbox", "import", "--home", to.toString(), file.toString());

        assertThat(exported.err()).isEqualTo("1 entries exported: " + file + "\n");
        assertThat(exported.code()).isZero();
        assertThat(imported.err()).isEqualTo("1 entries imported: " + file + "\n");
        assertThat(imported.code()).isZero();
        try (SqlOutbox outbox = open(to.resolve("var/outbox"))) {
            assertThat(outbox.size()).isEqualTo(1);
        }
    }

    @Test
    void looksWhereTheConfigurationSaysThatTheOutboxIs() throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(conf.resolve("sluice.properties"), "outbox.directory=file://var/elsewhere\n");
        store(directory.resolve("var/elsewhere"));

        Run run = Run.with("", "outbox", "export", "--home", directory.toString(), file());

        assertThat(run.err()).startsWith("1 entries exported");
    }

    @Test
    void saysWhatIsWrongInTheConfiguration() throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(conf.resolve("sluice.properties"), "outbox.url=nonsense\n");

        Run run = Run.with("", "outbox", "export", "--home", directory.toString(), file());

        assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
        assertThat(run.err()).contains("outbox.url = \"nonsense\" is not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore"})
    void leavesBackupsOfADatabaseToTheDatabasesTools(String command) throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(conf.resolve("sluice.properties"), "outbox.url=jdbc:postgresql://db.example.org/sluice\n");
        store(directory.resolve("var/outbox"));

        Run run = Run.with("", "outbox", command, "--home", directory.toString(), file());

        assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
        assertThat(run.err()).contains("outbox.url is set").contains("pg_dump");
        assertThat(directory.resolve("file")).doesNotExist();
    }

    @Test
    void refusesToExportBesideARunningServer() {
        Path outbox = directory.resolve("outbox");
        store(outbox);
        try (SqlOutbox running = open(outbox)) {
            Run run = Run.with("", "outbox", "export", "--directory", outbox.toString(), file());

            assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
            assertThat(run.err()).contains("in use");
            assertThat(running.size()).isEqualTo(1);
        }
        assertThat(directory.resolve("file")).doesNotExist();
    }

    @Test
    void saysThatThereIsNothingToExport() {
        Run run = Run.with("", "outbox", "export", "--home", directory.toString(), file());

        assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
        assertThat(run.err()).contains("There is no outbox in");
    }

    @Test
    void refusesAFileThatWasMadeByNobody() throws IOException {
        Files.writeString(directory.resolve("file"), "hello");

        Run run = Run.with("", "outbox", "import", "--home", directory.toString(), file());

        assertThat(run.code()).isEqualTo(CommandLineMain.TROUBLE);
        assertThat(run.err()).contains("cannot be taken over").contains("not made by outbox export");
    }

    private String file() {
        return directory.resolve("file").toString();
    }

    private static void store(Path files) {
        try (SqlOutbox outbox = open(files)) {
            outbox.store(
                    new NewMessage("m", Optional.of("a@example.com"), Map.of(), out -> out.write(new byte[10])),
                    List.of(new NewEntry(
                            "outgoing",
                            "lane",
                            "outlook.com",
                            "outlook.com",
                            "example.com",
                            List.of("b@outlook.com"),
                            5,
                            NOW,
                            NOW.plusSeconds(3600))));
        }
    }

    private static SqlOutbox open(Path files) {
        return SqlOutbox.open(OutboxSettings.in(files), () -> NOW);
    }
}
