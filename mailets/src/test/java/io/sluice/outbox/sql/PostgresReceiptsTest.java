package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A crash is another server that works on the database while the first is still on its list, as after a kill. */
class PostgresReceiptsTest implements ReceiptContract {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private final List<SqlOutbox> opened = new ArrayList<>();
    /** Signs of life come seldom, so that a test can make a server look dead. */
    private final PostgresSettings settings = POSTGRES.newDatabase().withNodeTimeout(Duration.ofHours(1));

    private volatile Duration passed = Duration.ZERO;

    @BeforeEach
    void open() {
        afterCrash();
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
        SqlOutbox next =
                (SqlOutbox) PostgresOutbox.open(settings, () -> Instant.now().plus(passed));
        opened.add(next);
        return next;
    }

    @Override
    public SqlOutbox afterStop() {
        outbox().close();
        return afterCrash();
    }

    @Override
    public void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Test
    void keepsForADayWhatAServerLeftThatWasTakenForDead() {
        outbox().store(message("m"), List.of(entry("a@x")));
        String dead = ask("SELECT id FROM sluice.node");
        ask("UPDATE sluice.node SET seen = 0");

        SqlOutbox later = afterCrash();

        assertThat(ask("SELECT count(*) FROM sluice.node WHERE id = " + dead)).isEqualTo("0");
        pass(Duration.ofHours(23));
        later.dropReceipts();
        assertThat(ask("SELECT count(*) FROM sluice.receipt WHERE run = 0")).isEqualTo("1");
        assertThat(later.takenBefore("m", List.of("a@x"))).containsExactly("a@x");
    }

    private String ask(String sql) {
        return POSTGRES.server().ask(settings.url(), sql);
    }
}
