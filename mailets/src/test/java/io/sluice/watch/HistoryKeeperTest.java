package io.sluice.watch;

import static io.sluice.watch.Outcomes.LANE;
import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.OutboxSource;
import io.sluice.history.DeferralFilter;
import io.sluice.history.DeferralRecord;
import io.sluice.history.History;
import io.sluice.history.StoredDeferral;
import io.sluice.history.Tally;
import io.sluice.lane.Lane;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryKeeperTest {
    private static final Optional<String> THE_LANE = Optional.of(LANE.toString());

    private final AtomicBoolean broken = new AtomicBoolean();
    private final OutboxSource source = Outcomes.lending(this::outbox);
    private final HistoryKeeper keeper = new HistoryKeeper(source, () -> NOW, 7);
    private final History history = new History(() -> outbox().history(), () -> NOW);
    private SqlOutbox outbox;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void keepsWhatCameOfAttempts() {
        keeper.concluded(Outcomes.accepted("a@contoso.com", "b@contoso.com"));
        keeper.concluded(Outcomes.deferred("bob@contoso.com"));
        keeper.concluded(Outcomes.failed("bob@contoso.com"));
        keeper.write();

        Tally tally = lastMinute();
        assertThat(tally.attempts()).isEqualTo(3);
        assertThat(tally.accepted()).isEqualTo(2);
        assertThat(tally.deferred()).isEqualTo(Map.of(DeferralClass.IP_REPUTATION_THROTTLE, 1L));
        assertThat(tally.failed()).isEqualTo(Map.of(DeferralClass.IP_REPUTATION_THROTTLE, 1L));
        assertThat(tally.regions()).isEqualTo(Map.of("nam", 2L));
        assertThat(tally.toAccept().quantile(0.5).orElseThrow())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(130));
        assertThat(history.senders(NOW, NOW.plusSeconds(60), LANE.toString())).containsOnlyKeys("fabrikam.example");
    }

    @Test
    void keepsDeferralsOneByOneWithoutMailAddresses() {
        keeper.concluded(Outcomes.deferred("Bob@Contoso.com"));
        keeper.write();

        DeferralRecord deferral = deferrals().get(0);
        assertThat(deferral.entry()).isEqualTo(42);
        assertThat(deferral.domain()).isEqualTo("contoso.com");
        assertThat(deferral.sender()).isEqualTo("fabrikam.example");
        assertThat(deferral.reply())
                .startsWith("451 4.7.650 ")
                .contains("*@contoso.com")
                .doesNotContain("bob");
        assertThat(deferral.rule()).isEqualTo("business-rate-limited");
        assertThat(deferral.ip()).isEqualTo("192.0.2.25");
        assertThat(deferral.region()).isEqualTo("nam");
    }

    @Test
    void writesMoreThanOneBatchOfDeferralsAtOnce() {
        IntStream.range(0, 2500).forEach(number -> keeper.concluded(Outcomes.deferred("bob@contoso.com")));

        keeper.write();

        assertThat(outbox.history().deferrals(DeferralFilter.ALL, 5000, Long.MAX_VALUE))
                .hasSize(2500);
    }

    @Test
    void countsDeferralsThatAreTooManyForTheList() {
        IntStream.range(0, HistoryKeeper.MOST_WAITING + 5)
                .forEach(number -> keeper.concluded(Outcomes.deferred("bob@contoso.com")));

        keeper.write();

        assertThat(lastMinute().allDeferred()).isEqualTo(HistoryKeeper.MOST_WAITING + 5);
        assertThat(outbox.history().deferrals(DeferralFilter.ALL, 50_000, Long.MAX_VALUE))
                .hasSize(HistoryKeeper.MOST_WAITING);
    }

    @Test
    void keepsForTheNextTimeWhatTheStoreRefuses() {
        keeper.concluded(Outcomes.deferred("bob@contoso.com"));
        broken.set(true);
        assertThatThrownBy(keeper::write).isInstanceOf(OutboxException.class);
        assertThat(keeper.fault().orElseThrow().since()).isEqualTo(NOW);
        keeper.concluded(Outcomes.deferred("bob@contoso.com"));
        broken.set(false);

        keeper.write();

        assertThat(lastMinute().allDeferred()).isEqualTo(2);
        assertThat(deferrals()).hasSize(2);
        assertThat(keeper.fault()).isEmpty();
    }

    @Test
    void notesHowLanesStandAndWhatTheyHold() {
        Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> NOW);
        Lane lane = lanes.lane(LANE, limits -> limits);
        lane.suspend(NOW.plusSeconds(600), "by hand", NOW);
        outbox.store(
                new NewMessage("m", Optional.empty(), Map.of(), out -> {}),
                List.of(new NewEntry(
                        "out",
                        LANE.toString(),
                        "d",
                        "t",
                        "s",
                        List.of("a@d"),
                        5,
                        NOW.minusSeconds(9),
                        NOW.plusSeconds(99))));

        LaneLooks looks = new LaneLooks(lanes, () -> NOW);
        keeper.looked(looks.look(outbox), looks::isSuspendedByHand);
        keeper.write();

        Tally tally = lastMinute();
        assertThat(tally.looks()).isEqualTo(1);
        assertThat(tally.closedLooks()).as("a person did it, not the receiver").isZero();
        assertThat(tally.levels().orElseThrow().condition()).isEqualTo(LaneCondition.SUSPENDED);
        assertThat(tally.levels().orElseThrow().ready()).isEqualTo(1);
        assertThat(tally.levels().orElseThrow().oldestDue()).contains(NOW.minusSeconds(9));
        assertThat(tally.levels().orElseThrow().ratePerSecond())
                .isEqualTo(lane.view().ratePerSecond());
    }

    private Outbox outbox() {
        if (broken.get()) {
            throw new OutboxException("The disk is full");
        }
        return outbox;
    }

    private Tally lastMinute() {
        Instant minute = NOW.minusSeconds(40);
        return history.series(minute, minute.plusSeconds(60), Duration.ofMinutes(1), THE_LANE)
                .get(0)
                .tally();
    }

    private List<DeferralRecord> deferrals() {
        return history.deferrals(DeferralFilter.ALL, 100, Long.MAX_VALUE).stream()
                .map(StoredDeferral::deferral)
                .toList();
    }
}
