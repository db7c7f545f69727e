package io.sluice.outbox.sql;

import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresOutboxTest implements OutboxContract {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private Outbox outbox;

    @BeforeEach
    void open() {
        outbox = PostgresOutbox.open(POSTGRES.newDatabase(), () -> Mails.NOW);
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
