package io.sluice.outbox.sql;

import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqlOutboxTest implements OutboxContract {
    @TempDir
    Path directory;

    private SqlOutbox outbox;

    @BeforeEach
    void open() {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }
}
