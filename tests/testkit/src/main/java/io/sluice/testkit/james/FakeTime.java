package io.sluice.testkit.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clock of the operating system that can be set while a server runs, for that server only: {@code libfaketime} of Debian's
 * package {@code libfaketime}, which is loaded into the process. What measures spans of time is left alone, as it is when a
 * real clock is set.
 */
public final class FakeTime {
    /** When this environment variable is set, a library that is missing is a failure, otherwise a skipped test. */
    public static final String REQUIRED = "SLUICE_FAKETIME_REQUIRED";

    /** What to say when it is missing. */
    public static final String MISSING = "libfaketime is not installed; on Debian: apt-get install libfaketime";

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final int DEPTH = 3;

    private final Path offset;
    private Duration ahead = Duration.ZERO;

    /** @param directory where the file is kept that tells the time */
    public FakeTime(Path directory) {
        offset = directory.resolve("offset");
        write();
    }

    /** Whether tests can run, or have to run and fail. */
    public static boolean isInstalledOrRequired() {
        return System.getenv(REQUIRED) != null || library().isPresent();
    }

    /**
     * Lets a server live in this time.
     *
     * @throws IllegalStateException when the library is not installed
     */
    public JamesSetup in(JamesSetup setup) {
        return setup.environment(
                        "LD_PRELOAD",
                        library()
                                .orElseThrow(() -> new IllegalStateException(MISSING))
                                .toString())
                .environment("FAKETIME_TIMESTAMP_FILE", offset.toString())
                // In seconds; to read the file at each look at the clock would take most of the server's time.
                .environment("FAKETIME_CACHE_DURATION", "1")
                .environment("NO_FAKE_STAT", "1")
                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // Otherwise it turns waits for a span of time into waits until a time, which has passed.
                .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Sets the clock forwards, or backwards when negative. The server sees it within a second. */
    public void jump(Duration by) {
        ahead = ahead.plus(by);
        write();
    }

    /** What the server's clock shows, or will within a second. */
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    private void write() {
        Path unfinished = offset.resolveSibling("offset.new");
        try {
            Files.writeString(unfinished, String.format("%+d\n", ahead.toSeconds()));
            Files.move(unfinished, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> library() {
        // The variant for programs with several threads.
        try (Stream<Path> files =
                Files.find(LIBRARIES, DEPTH, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return files.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
