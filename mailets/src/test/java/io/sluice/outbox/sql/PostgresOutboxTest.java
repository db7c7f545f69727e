package io.sluice.outbox.sql;

import io.sluice.outbox.FairnessContract;
import io.sluice.outbox.HistoryContract;
import io.sluice.outbox.HoldContract;
import io.sluice.outbox.LaneMemoryContract;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NoticeContract;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxContract;
import io.sluice.outbox.RouteContract;
import io.sluice.outbox.SteeringContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresOutboxTest
        implements OutboxContract,
                FairnessContract,
                LaneMemoryContract,
                NoticeContract,
                HoldContract,
                RouteContract,
                HistoryContract,
                SteeringContract {
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
