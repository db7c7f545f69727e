package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but the server's own user reads the mail that waits. */
class PrivateFilesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void onlyWithPermissions() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions");
    }

    @Test
    void makesDirectoryAndFilesForTheOwnerOnly() throws IOException {
        Path outbox = directory.resolve("var").resolve("outbox");

        try (SqlOutbox open = open(outbox)) {
            open.store(message("m"), List.of(entry()));

            assertThat(permissions(outbox)).isEqualTo("rwx------");
            assertThat(files(outbox))
                    .containsKeys("outbox.db", "outbox.db-wal", "outbox.db-shm", "outbox.lock")
                    .allSatisfy((name, permissions) -> assertThat(permissions).isEqualTo("rw-------"));
        }
    }

    @Test
    void takesThePermissionsOfOthersFromFilesThatAreThere() throws IOException {
        open(directory).close();
        Path database = directory.resolve("outbox.db");
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));

        open(directory).close();

        assertThat(permissions(database)).isEqualTo("rw-------");
    }

    private static SqlOutbox open(Path directory) {
        return SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> result = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                result.put(file.getFileName().toString(), permissions(file));
            }
        }
        return result;
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
