package io.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void runsTheActionAfterEachChangeAlsoWhenItFailed() throws IOException {
        Path file = Files.writeString(directory.resolve("watched"), "");
        AtomicInteger changes = new AtomicInteger();
        try (FileWatcher watcher = new FileWatcher()) {
            watcher.every(PERIOD, new FileWatch(file), () -> {
                changes.incrementAndGet();
                throw new IllegalStateException("fails");
            });

            touch(file, 1);
            await().atMost(SOON).until(changes::get, count -> count == 1);
            touch(file, 2);
            await().atMost(SOON).until(changes::get, count -> count == 2);
        }
    }

    @Test
    void looksNoMoreOnceItIsClosed() throws IOException {
        Path file = Files.writeString(directory.resolve("watched"), "");
        Path canary = Files.writeString(directory.resolve("canary"), "");
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger canaries = new AtomicInteger();
        FileWatcher closed = new FileWatcher();
        closed.every(PERIOD, new FileWatch(file), changes::incrementAndGet);
        closed.close();

        try (FileWatcher open = new FileWatcher()) {
            open.every(PERIOD, new FileWatch(canary), canaries::incrementAndGet);
            touch(file, 1);
            touch(canary, 1);
            await().atMost(SOON).until(canaries::get, count -> count == 1);
        }

        assertThat(changes).hasValue(0);
    }

    /** A change that is one step, so that nobody sees half of it. */
    private static void touch(Path file, int second) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }
}
