package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.ControlLaw;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.RateBounds;
import io.sluice.outbox.Entry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldDeskTest {
    private static final HoldTerms ASKED = new HoldTerms("asked", Optional.empty());

    private final List<Instant> ends = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger wakeups = new AtomicInteger();
    private Outbox outbox;
    private HoldDesk desk;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
        desk = new HoldDesk(() -> outbox, ends::add, wakeups::incrementAndGet, () -> Mails.NOW);
    }

    @AfterEach
    void close() {
        desk.beginStop();
        outbox.close();
    }

    @Test
    void tellsWhenAHoldEnds() {
        long id = outbox.store(Mails.message("m"), List.of(Mails.entry())).get(0);

        assertThat(desk.hold(id, new HoldTerms("asked", Optional.of(Mails.NOW.plusSeconds(9)))))
                .isTrue();

        assertThat(ends).containsExactly(Mails.NOW.plusSeconds(9));
    }

    @Test
    void wakesTheLanesForWhatItReleased() {
        long id = outbox.store(Mails.message("m"), List.of(Mails.entry().held(ASKED)))
                .get(0);

        assertThat(desk.release(id)).isTrue();
        assertThat(desk.release(id)).isFalse();

        assertThat(wakeups).hasValue(1);
    }

    @Test
    void releasesALargeBacklogInBatches() {
        int many = 2 * HoldDesk.BATCH + 1;
        storeHeld(many);

        desk.release(HeldFilter.ofReason("asked"));

        awaitHeld(0);
        assertThat(outbox.ready(Mails.OUTGOING, Mails.LANE, Mails.NOW, many + 1))
                .isEqualTo(many);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(wakeups)
                .hasValue(3));
    }

    /** Time is the test's own: each admitted mail is accepted at once, and the lane is asked whenever it said. */
    @Test
    void tenThousandReleasedMailsLeaveAtTheRateOfTheirLaneAndNotAtOnce() {
        storeHeld(10_000);
        desk.release(HeldFilter.ofReason("asked"));
        awaitHeld(0);
        double rate = 20;
        Lane lane = new Lane(
                LaneId.parse(Mails.LANE),
                LanePolicy.DEFAULT.limitsOf("consumer").withRate(new RateBounds(rate, rate, rate)),
                ControlLaw.DEFAULT,
                Mails.NOW);

        int firstSecond = leaveUntil(lane, Mails.NOW, Mails.NOW.plusSeconds(1));
        int firstMinute = firstSecond + leaveUntil(lane, Mails.NOW.plusSeconds(1), Mails.NOW.plusSeconds(60));

        assertThat(firstSecond).isLessThanOrEqualTo((int) rate + ControlLaw.DEFAULT.burst());
        assertThat(firstMinute).isBetween(60 * (int) rate - 20, 60 * (int) rate + ControlLaw.DEFAULT.burst());
    }

    private int leaveUntil(Lane lane, Instant from, Instant end) {
        int left = 0;
        Instant now = from;
        while (now.isBefore(end)) {
            Admission admission = lane.admit(now);
            if (admission instanceof Admission.NotBefore later) {
                now = later.when().isAfter(now) ? later.when() : now.plusMillis(1);
            } else if (admission instanceof Admission.Admitted admitted) {
                Entry entry = outbox.lease(Mails.OUTGOING, Mails.LANE, now, 1, Mails.LEASE_END)
                        .get(0);
                lane.conclude(
                        admitted.permit(),
                        LaneFeedback.errand(entry),
                        new Findings(1, List.of(), OptionalInt.empty()),
                        new BackOff(Settings.schedule(), 5),
                        now);
                left++;
            }
        }
        return left;
    }

    private void storeHeld(int many) {
        List<NewEntry> entries = Collections.nCopies(many, Mails.entry().held(ASKED));
        outbox.store(Mails.message("m"), entries);
    }

    private void awaitHeld(long count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        outbox.countHeld(HeldFilter.ALL))
                .isEqualTo(count));
    }
}
