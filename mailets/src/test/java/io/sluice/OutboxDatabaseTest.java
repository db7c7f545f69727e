package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.sql.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxDatabaseTest {
    private static final String URL = "jdbc:postgresql://db.example.org:5432/sluice";

    @TempDir
    Path directory;

    private final BaseConfiguration configuration = new BaseConfiguration();

    @Test
    void isNotThereByDefault() {
        assertThat(read()).isEmpty();
    }

    @Test
    void readsWhereTheDatabaseIsAndHowToUseIt() {
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty("outbox.user", "sluice");
        configuration.setProperty("outbox.password", "secret");
        configuration.setProperty("outbox.pool", "20");
        configuration.setProperty("outbox.node-timeout", "1 m");

        PostgresSettings settings = read().orElseThrow().settings(Path::of);

        assertThat(settings).isEqualTo(new PostgresSettings(URL, "sluice", "secret", 20, Duration.ofMinutes(1)));
        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(read().orElseThrow().toString()).doesNotContain("secret");
    }

    @Test
    void takesTheFirstLineOfThePasswordFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from the file\nand a remark\n");
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty("outbox.password-file", file.toString());

        assertThat(read().orElseThrow().settings(Path::of).password()).isEqualTo("from the file");
    }

    @Test
    void namesThePasswordFileThatCannotBeRead() {
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty(
                "outbox.password-file", directory.resolve("missing").toString());
        OutboxDatabase database = read().orElseThrow();

        assertThatThrownBy(() -> database.settings(Path::of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outbox.password-file")
                .hasMessageContaining("missing");
    }

    @Test
    void keepsTheHostsOfAUrlTogetherThatWasReadAsAList() {
        configuration.addProperty("outbox.url", "jdbc:postgresql://a");
        configuration.addProperty("outbox.url", "b/sluice");

        assertThat(read().orElseThrow().url()).isEqualTo("jdbc:postgresql://a,b/sluice");
    }

    @ParameterizedTest
    @CsvSource({
        "outbox.url, jdbc:mysql://host/db, jdbc:postgresql://host:5432/database",
        "outbox.url, '', jdbc:postgresql://host:5432/database",
        "outbox.pool, 3, 4 to 64",
        "outbox.pool, many, 4 to 64",
        "outbox.node-timeout, 1 s, from 2 s to 1 h",
        "outbox.node-timeout, soon, from 2 s to 1 h"
    })
    void refusesWhatIsNotAllowedAndSaysWhatIs(String key, String value, String allowed) {
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty(key, value);

        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.properties: " + key + " = \"" + value + "\"")
                .hasMessageContaining(allowed);
    }

    @Test
    void doesNotRepeatAPasswordThatStandsInAUrl() {
        configuration.setProperty("outbox.url", "jdbc:other://host/db?password=secret");

        assertThatThrownBy(this::read).message().doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox.directory", "outbox.maximum-size"})
    void refusesAFileAndADatabaseTogether(String key) {
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty(key, "1 GiB");

        assertThatThrownBy(this::read).hasMessageContaining(key).hasMessageContaining("outbox.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox.user", "outbox.password", "outbox.password-file"})
    void refusesARoleWithoutADatabase(String key) {
        configuration.setProperty(key, "x");

        assertThatThrownBy(this::read).hasMessageContaining(key + " needs outbox.url");
    }

    @Test
    void refusesTwoPasswords() {
        configuration.setProperty("outbox.url", URL);
        configuration.setProperty("outbox.password", "x");
        configuration.setProperty("outbox.password-file", "y");

        assertThatThrownBy(this::read).hasMessageContaining("exclude each other");
    }

    private Optional<OutboxDatabase> read() {
        return SluiceSettings.from(configuration).outboxDatabase();
    }
}
