package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.lane.LaneId;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.route.PathChooser;
import io.sluice.route.PathView;
import io.sluice.route.RoutePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteMemoryTest {
    private static final LaneId FIRST = LaneId.parse("192.0.2.1/consumer");
    private static final LaneId SECOND = LaneId.parse("192.0.2.2/consumer");
    private static final List<LaneId> PATHS = List.of(FIRST, SECOND);
    private static final PathView BLOCKED =
            new PathView(LaneCondition.BLOCKED, Optional.of(DeferralClass.IP_BLOCKED), Optional.empty());

    @TempDir
    Path directory;

    private PathView first = PathView.OPEN;
    private Instant now = Mails.NOW;
    private Outbox outbox;
    private PathChooser chooser;
    private RouteMemory memory;

    @BeforeEach
    void open() {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> now);
        begin("route");
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aPathThatIsLeftStaysLeftOverARestart() {
        leaveFirst();

        restart("route");

        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void anotherRouteKnowsNothingOfIt() {
        leaveFirst();

        restart("other");

        assertThat(chooser.memories()).isEmpty();
    }

    @Test
    void nothingIsStoredOfPathsInOrder() {
        chooser.choose(PATHS);

        memory.save(outbox);

        restart("route");
        assertThat(outbox.laneStates()).isEmpty();
    }

    @Test
    void aPathThatIsTakenAgainIsForgottenInTheEnd() {
        leaveFirst();
        first = PathView.OPEN;
        chooser.choose(PATHS);
        now = now.plus(RoutePolicy.DEFAULT.returnAfter());
        chooser.choose(PATHS);
        memory.save(outbox);
        now = now.plus(Duration.ofDays(1));
        chooser.choose(PATHS);

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            memory.save(outbox); // as it is again and again
            return outbox.laneStates().isEmpty();
        });
    }

    @Test
    void aLaneThatIsRememberedIsNewOnce() {
        leaveFirst();

        restart("route");

        assertThat(List.of(memory.isNew(FIRST), memory.isNew(FIRST), memory.isNew(SECOND)))
                .containsExactly(true, false, false);
    }

    @Test
    void whatNamesNoLaneIsIgnored() {
        LaneRecord odd = new LaneRecord(LaneRecord.ROUTE + "route:", "{}", now);
        outbox.saveLanes(new LaneChanges(List.of(odd), List.of())).join();

        restart("route");

        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    private void leaveFirst() {
        first = BLOCKED;
        assertThat(chooser.isLeft(FIRST)).isTrue();
        memory.save(outbox);
    }

    private void restart(String route) {
        outbox.close();
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> now);
        begin(route);
    }

    private void begin(String route) {
        chooser = new PathChooser(RoutePolicy.DEFAULT, lane -> lane.equals(FIRST) ? first : PathView.OPEN, () -> now);
        memory = new RouteMemory(route, chooser, () -> now);
        memory.restore(outbox);
    }
}
