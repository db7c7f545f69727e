package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Entry;
import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxBackupTest {
    @TempDir
    Path directory;

    @Test
    void restoresWhatABackupOfARunningOutboxHad() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        Path backup = directory.resolve("saved.backup");
        long id;
        try (SqlOutbox outbox = open(first)) {
            id = outbox.store(message("m", new byte[600_000]), List.of(entry("a@x")))
                    .get(0);
            assertThat(OutboxBackup.write(first, backup)).isEqualTo(1);
            outbox.withdraw(id);
        }

        assertThat(OutboxBackup.restore(backup, second)).isEqualTo(1);

        try (SqlOutbox outbox = open(second)) {
            Entry entry = outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
            assertThat(entry.id()).isEqualTo(id);
            try (InputStream body = outbox.body(entry.messageId())) {
                assertThat(body.readAllBytes()).hasSize(600_000);
            }
        }
    }

    @Test
    void isOfOneMomentWhileMailComesIn() {
        Path backup = directory.resolve("saved.backup");
        AtomicBoolean goOn = new AtomicBoolean(true);
        try (SqlOutbox outbox = open(directory)) {
            outbox.store(message("m"), List.of(entry("a@x"), entry("b@x")));
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (goOn.get()) {
                    outbox.store(message("m"), List.of(entry("a@x"), entry("b@x")));
                }
            });

            long entries = OutboxBackup.write(directory, backup);
            goOn.set(false);
            load.join();

            assertThat(entries).isPositive().isEven();
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path backup = directory.resolve("saved.backup");
        open(directory).close();

        OutboxBackup.write(directory, backup);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
    }

    @Test
    void overwritesNothing() throws IOException {
        open(directory).close();
        Path backup = Files.writeString(directory.resolve("saved.backup"), "of yesterday");

        assertThatThrownBy(() -> OutboxBackup.write(directory, backup))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> OutboxBackup.restore(backup, directory))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("outbox.db is there already");

        assertThat(backup).hasContent("of yesterday");
    }

    @Test
    void restoresNothingWhileAServerUsesTheDirectory() {
        Path other = directory.resolve("other");
        Path backup = directory.resolve("saved.backup");
        try (SqlOutbox outbox = open(directory)) {
            outbox.store(message("m"), List.of(entry()));
            OutboxBackup.write(directory, backup);

            assertThatThrownBy(() -> OutboxBackup.restore(backup, directory))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("in use");
        }
        assertThat(OutboxBackup.restore(backup, other)).isEqualTo(1);
    }

    @Test
    void refusesAFileThatIsNoBackupAndLeavesNothingBehind() throws IOException {
        Path target = directory.resolve("outbox");
        List<Path> files = new ArrayList<>();
        files.add(Files.writeString(directory.resolve("text"), "no database at all, but long enough".repeat(100)));
        files.add(Files.createFile(directory.resolve("empty")));

        for (Path file : files) {
            assertThatThrownBy(() -> OutboxBackup.restore(file, target)).isInstanceOf(OutboxException.class);
        }

        try (Stream<Path> left = Files.list(target)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("outbox.db"));
        }
    }

    private static SqlOutbox open(Path directory) {
        return SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }
}
