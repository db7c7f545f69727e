package io.sluice.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.OutboxSource;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders of operators take effect, are kept, and end. */
class LaneDeskTest {
    private static final LaneId LANE = LaneId.parse(Mails.LANE);

    @TempDir
    Path directory;

    private Instant now = Mails.NOW;
    private SqlOutbox outbox;

    @BeforeEach
    void open() {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> now);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aSuspensionAndLimitsAreThereAfterARestart() {
        Server before = new Server();
        before.desk.suspend(LANE, Optional.of(now.plusSeconds(600)), "maintenance");
        before.desk.override(LANE, Map.of("connections.ceiling", "2"), "");

        Server after = new Server();

        assertThat(after.desk.order(LANE)).isEqualTo(before.desk.order(LANE));
        assertThat(after.lanes.suspension(LANE)).isPresent();
        assertThat(after.lanes
                        .lane(LANE, UnaryOperator.identity())
                        .limits()
                        .connections()
                        .ceiling())
                .isEqualTo(2);
    }

    @Test
    void whatWasEndedIsNot() {
        Server before = new Server();
        before.desk.suspend(LANE, Optional.empty(), "");
        before.desk.override(LANE, Map.of("connections.ceiling", "2"), "");
        before.desk.resume(LANE, "");
        before.desk.revert(LANE, "");

        Server after = new Server();

        assertThat(after.desk.order(LANE)).isEqualTo(LaneOrder.NONE);
        assertThat(outbox.laneStates("order:")).isEmpty();
    }

    @Test
    void aSuspensionEndsWhenItsTimeHasCome() {
        Server server = new Server();
        server.desk.suspend(LANE, Optional.of(now.plusSeconds(600)), "");

        now = now.plusSeconds(600);

        assertThat(server.desk.order(LANE)).isEqualTo(LaneOrder.NONE);
        assertThat(new Server().lanes.suspension(LANE)).isEmpty();
    }

    @Test
    void serversThatShareAnOutboxFollowEachOther() {
        Server one = new Server();
        Server other = new Server();
        one.desk.suspend(LANE, Optional.empty(), "");

        other.desk.follow();
        assertThat(other.lanes.suspension(LANE)).isPresent();

        one.desk.resume(LANE, "");
        other.desk.follow();
        assertThat(other.lanes.suspension(LANE)).isEmpty();
    }

    @Test
    void anOrderThatCannotBeStoredChangesNothing() {
        Server server = new Server();
        outbox.close();

        assertThatThrownBy(() -> server.desk.suspend(LANE, Optional.empty(), ""))
                .isInstanceOf(OutboxException.class);

        assertThat(server.lanes.suspension(LANE)).isEmpty();
        assertThat(server.desk.order(LANE)).isEqualTo(LaneOrder.NONE);
    }

    /** A server on the outbox. */
    private final class Server {
        private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> now);
        private final LaneDesk desk = new LaneDesk(this::loan, lanes, () -> {}, () -> now);

        private Server() {
            desk.restore(outbox);
        }

        private OutboxSource.Loan loan() {
            return new OutboxSource.Loan() {
                @Override
                public Outbox outbox() {
                    return outbox;
                }

                @Override
                public void close() {}
            };
        }
    }
}
