package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.PooledConnections;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMailContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpirySweepTest {
    private static final Instant AFTERWARDS = Mails.EXPIRY.plusSeconds(1);

    private final FakeMailContext context = FakeMailContext.defaultContext();
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> Mails.NOW);
    private final Sweeps sweeps = new Sweeps();
    private Outbox outbox;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void givesUpMailWhoseTimeIsOver() {
        outbox.store(Mails.message("old"), List.of(Mails.entry("ann@outlook.com")));

        sweep(context);

        assertThat(context.getSentMails()).hasSize(1);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> outbox.size() == 0);
    }

    @Test
    void saysWhyTheLaneWasClosedWhenTheMailWasNeverTried() {
        Lane lane = lanes.lane(LaneId.parse(Mails.LANE), limits -> limits);
        lane.suspend(AFTERWARDS, "ip-blocked: 550 5.7.1 part of their network is on our block list", Mails.NOW);
        outbox.store(Mails.message("old"), List.of(Mails.entry("ann@outlook.com")));

        sweep(context);

        Attribute error = context.getSentMails().get(0).getAttributes().get(AttributeName.of("delivery-error"));
        assertThat(error.getValue().value().toString())
                .startsWith("451 4.4.7")
                .contains("ip-blocked")
                .contains("block list");
    }

    @Test
    void waitsAMinuteInsteadOfTurningInACircleWhenJamesTakesNothing() {
        for (int i = 0; i < 65; i++) {
            outbox.store(Mails.message("old-" + i), List.of(Mails.entry("ann@outlook.com")));
        }

        sweep(Sweeps.fullSpool());

        assertThat(sweeps.naps()).containsExactly(Duration.ofMinutes(1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> outbox.backlog(AFTERWARDS).get(0).inFlight() == 0);
        assertThat(outbox.size()).isEqualTo(65);
    }

    private void sweep(MailetContext james) {
        DeliverySettings settings = new Settings().bounceProcessor("bounces").build();
        try (PooledConnections connections = new PooledConnections(() -> AFTERWARDS)) {
            DeliveryParts parts = sweeps.parts(settings, outbox, james, connections, () -> AFTERWARDS);
            new ExpirySweep(parts, new GivingUp(parts, new LastReplies(lanes)), sweeps).start();
            sweeps.wake();
        }
    }
}
