package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.files.FileWatcher;
import io.sluice.rules.LiveRules;
import io.sluice.rules.RulesSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        Path file = directory.resolve("rules.xml");
        try (FileWatcher watcher = new FileWatcher()) {
            LiveRules rules = load(watcher, file, false);

            Files.writeString(file, "<replies><disable rule='too-large'/></replies>");

            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> rules.state().catalogue().rule("too-large").isEmpty());
        }
    }

    @Test
    void doesNotMissAFileThatIsNotNamed() {
        try (FileWatcher watcher = new FileWatcher()) {
            LiveRules rules = load(watcher, directory.resolve("rules.xml"), false);

            assertThat(rules.state().present()).isFalse();
        }
    }

    @Test
    void refusesANamedFileThatIsNotThere() {
        Path file = directory.resolve("rules.xml");

        try (FileWatcher watcher = new FileWatcher()) {
            assertThatThrownBy(() -> load(watcher, file, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sluice.properties: rules.file names a file that is not there: " + file);
        }
    }

    @Test
    void refusesADirectory() {
        try (FileWatcher watcher = new FileWatcher()) {
            assertThatThrownBy(() -> load(watcher, directory, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(directory + " cannot be read: it is not a file");
        }
    }

    private static LiveRules load(FileWatcher watcher, Path file, boolean named) {
        RulesSettings settings = new RulesSettings(file.toString(), named, Optional.of(Duration.ofMillis(5)));
        return new RulesFile(settings, null).load(watcher, new RecordingMetricFactory(), Clock.systemUTC());
    }
}
