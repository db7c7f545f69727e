package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash is a copy of the files while they are open: what a kill leaves. */
class SqlReceiptsTest implements ReceiptContract {
    @TempDir
    Path parent;

    private final List<SqlOutbox> opened = new ArrayList<>();
    private Path directory;
    private volatile Instant now = NOW;

    @BeforeEach
    void open() {
        directory = parent.resolve("0");
        opened.add(SqlOutbox.open(OutboxSettings.in(directory), () -> now));
    }

    @AfterEach
    void close() {
        opened.forEach(SqlOutbox::close);
    }

    @Override
    public SqlOutbox outbox() {
        return opened.get(opened.size() - 1);
    }

    @Override
    public SqlOutbox afterCrash() {
        Path next = parent.resolve(Integer.toString(opened.size()));
        try (Stream<Path> files = Files.list(directory)) {
            Files.createDirectory(next);
            for (Path file :
                    files.filter(file -> !file.toString().endsWith("-shm")).toList()) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        directory = next;
        return reopened();
    }

    @Override
    public SqlOutbox afterStop() {
        outbox().close();
        return reopened();
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void forgetsWhatACrashLeftADayAfterTheStart() {
        outbox().store(message("m1"), List.of(entry("a@x")));
        outbox().store(message("m2"), List.of(entry("a@x")));
        pass(Duration.ofDays(3));

        SqlOutbox later = afterCrash();
        pass(Duration.ofHours(23));
        later.dropReceipts();
        assertThat(later.takenBefore("m1", List.of("a@x"))).containsExactly("a@x");
        pass(Duration.ofHours(2));
        later.dropReceipts();
        assertThat(later.takenBefore("m2", List.of("a@x"))).isEmpty();
    }

    @Test
    void keepsWhatACrashLeftOverAStopInOrder() {
        outbox().store(message("m"), List.of(entry("a@x")));
        afterCrash();

        assertThat(afterStop().takenBefore("m", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    void keepsNoAddress() throws Exception {
        outbox().store(message("m"), List.of(entry("somebody@contoso.com")));

        assertThat(new SqliteCli(directory).ask("SELECT quote(mail) FROM receipt"))
                .hasSize("X''".length() + 32)
                .doesNotContainIgnoringCase("736f6d65626f6479"); // "somebody"
    }

    private SqlOutbox reopened() {
        SqlOutbox next = SqlOutbox.open(OutboxSettings.in(directory), () -> now);
        opened.add(next);
        return next;
    }
}
