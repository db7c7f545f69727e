package io.sluice.watch;

import static io.sluice.watch.Outcomes.LANE;
import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.StorePressure;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import org.apache.james.core.healthcheck.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class HealthTest {
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> NOW);
    private final StorePressure store = new StorePressure();

    @Test
    void lanesAreHealthyWhileMailLeaves() {
        lanes.lane(LANE, limits -> limits);

        Result result =
                Mono.from(new LaneHealthCheck(new LaneHealth(lanes)).check()).block();

        assertThat(result.isHealthy()).isTrue();
    }

    @Test
    void aClosedLaneIsNamedWithItsCauseAndWhatToDo() {
        lanes.lane(LANE, limits -> limits).suspend(NOW.plusSeconds(600), "for bob@contoso.com", NOW);

        Result result =
                Mono.from(new LaneHealthCheck(new LaneHealth(lanes)).check()).block();

        assertThat(result.isDegraded()).isTrue();
        assertThat(result.getCause().orElseThrow())
                .contains("Lane 192.0.2.7/business is suspended by hand", "until 2026-11-22T10:40:40Z", "*@contoso.com")
                .contains("mail waits")
                .doesNotContain("bob");
    }

    @Test
    void namesAFewOfManyLanes() {
        for (int number = 0; number < 30; number++) {
            lanes.lane(new LaneId("10.0.0." + number, "business"), limits -> limits)
                    .suspend(NOW.plusSeconds(600), "by hand", NOW);
        }

        assertThat(new LaneHealth(lanes).trouble().orElseThrow())
                .contains("And 25 more")
                .hasSizeLessThan(2000);
    }

    @Test
    void theOutboxIsHealthyWhileItWorks(@TempDir Path directory) {
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            assertThat(check(outbox).isHealthy()).isTrue();
        }
    }

    @Test
    void anOutboxThatRefusesMailIsUnhealthy(@TempDir Path directory) {
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            store.refused(NOW);

            assertThat(check(outbox).isUnHealthy()).isTrue();
            assertThat(check(outbox).getCause().orElseThrow()).contains("refuses mail", "Look at the disk");
        }
    }

    @Test
    void anOutboxThatCannotBeReadIsUnhealthy(@TempDir Path directory) {
        SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
        outbox.close();

        assertThat(check(outbox).getCause().orElseThrow()).contains("cannot be read");
    }

    @Test
    void anOutboxThatCannotBeWrittenIsUnhealthyWithoutAnyMail(@TempDir Path directory) {
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            HistoryKeeper history = new HistoryKeeper(
                    () -> {
                        throw new OutboxException("The disk is full");
                    },
                    () -> NOW,
                    7);
            history.looked(new LaneLooks(lanes, () -> NOW).look(outbox), lane -> false);
            lanes.lane(LANE, limits -> limits);
            history.looked(new LaneLooks(lanes, () -> NOW).look(outbox), lane -> false);
            assertThatThrownBy(history::write).isInstanceOf(OutboxException.class);

            OutboxHealth health = new OutboxHealth(() -> outbox, store, history, () -> NOW);

            assertThat(health.trouble().orElseThrow()).contains("since 2026-11-22T10:30:40Z: The disk is full");
        }
    }

    private Result check(Outbox outbox) {
        HistoryKeeper history = new HistoryKeeper(Outcomes.lending(() -> outbox), () -> NOW, 7);
        OutboxHealth health = new OutboxHealth(() -> outbox, store, history, () -> NOW);
        return Mono.from(new OutboxHealthCheck(health).check()).block();
    }
}
