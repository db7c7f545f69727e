package io.sluice.testkit.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What the server writes to its standard output and error, over all its starts. */
final class ServerLog {

    private final Path file;
    private long startedAt;

    ServerLog(Path directory) {
        this.file = directory.resolve("console.log");
    }

    Path file() {
        return file;
    }

    /** From here on {@link #sinceStart()} means the text that comes now. */
    void markStart() {
        try {
            startedAt = Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    String sinceStart() {
        byte[] all = bytes();
        int from = (int) Math.min(startedAt, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    void await(String text, Duration atMost, BooleanSupplier running) {
        boolean found = DirectoryWatch.await(
                file.getParent(), atMost, () -> sinceStart().contains(text) || !running.getAsBoolean());
        if (!found || !sinceStart().contains(text)) {
            throw new AssertionError(
                    "The server did not write \"" + text + "\" within " + atMost + "; its log:\n" + sinceStart());
        }
    }

    private byte[] bytes() {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
