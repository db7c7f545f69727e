package io.sluice.outbox;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an outbox remembers about lanes. */
public interface LaneMemoryContract {
    /** The outbox under test, empty at the start of each test; its clock stands at {@link Mails#NOW}. */
    Outbox outbox();

    @Test
    default void remembersHowLanesStand() {
        LaneRecord one = state("one", "{\"rate\":1.5,\"text\":\"\u2014\"}", NOW);
        LaneRecord two = state("two", "{}", NOW.plusSeconds(1));

        save(one, two);

        assertThat(outbox().laneStates()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    default void keepsTheNewestStateOfALane() {
        save(state("one", "{\"rate\":1}", NOW.minusSeconds(9)));
        save(state("one", "{\"rate\":2}", NOW.minusSeconds(5)));
        save(state("one", "{\"rate\":3}", NOW.minusSeconds(7)));

        assertThat(outbox().laneStates()).containsExactly(state("one", "{\"rate\":2}", NOW.minusSeconds(5)));
    }

    @Test
    default void replacesAStateThatAClockSinceSetBackHadWritten() {
        save(state("one", "{\"rate\":1}", NOW.plusSeconds(3600)));
        save(state("one", "{\"rate\":2}", NOW));

        assertThat(outbox().laneStates()).containsExactly(state("one", "{\"rate\":2}", NOW));
    }

    @Test
    default void remembersWithASettlementWhatItTaughtTheLane() {
        long id = leased();
        LaneChanges taught = new LaneChanges(List.of(state("one", "{}", NOW)), List.of(event("one", "slower")));

        outbox().settle(new Settlement(id, Set.of("a@x"), List.of(), taught)).join();

        assertThat(outbox().laneStates()).containsExactly(state("one", "{}", NOW));
        assertThat(outbox().laneEvents("one", 10, Long.MAX_VALUE))
                .extracting(StoredLaneEvent::event)
                .containsExactly(event("one", "slower"));
    }

    @Test
    default void remembersNothingOfASettlementThatIsRefused() {
        long id = leased();
        LaneChanges taught = new LaneChanges(List.of(state("one", "{}", NOW)), List.of(event("one", "slower")));

        assertThatThrownBy(() -> outbox().settle(new Settlement(id, Set.of("wrong@x"), List.of(), taught))
                        .join())
                .hasCauseInstanceOf(NotLeasedException.class);

        assertThat(outbox().laneStates()).isEmpty();
        assertThat(outbox().laneEvents("one", 10, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    default void tellsWhatHappenedToALaneTheNewestFirstAndPageByPage() {
        happened(event("one", "a"), event("other", "x"), event("one", "b"));
        happened(event("one", "c"));

        List<StoredLaneEvent> page = outbox().laneEvents("one", 2, Long.MAX_VALUE);

        assertThat(page).extracting(stored -> stored.event().kind()).containsExactly("c", "b");
        assertThat(outbox().laneEvents("one", 2, page.get(1).number()))
                .extracting(stored -> stored.event().kind())
                .containsExactly("a");
        assertThat(outbox().laneEvents("unknown", 2, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    default void keepsTheLastThousandEventsOfALane() {
        happened(event("other", "x"));
        happened(IntStream.rangeClosed(1, 1010)
                .mapToObj(i -> event("one", Integer.toString(i)))
                .toArray(LaneEventRecord[]::new));

        List<StoredLaneEvent> events = outbox().laneEvents("one", 5000, Long.MAX_VALUE);

        assertThat(events).hasSize(1000);
        assertThat(events.get(999).event().kind()).isEqualTo("11");
        assertThat(outbox().laneEvents("other", 10, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    default void cutsTextsOfEventsThatAreTooLong() {
        String pair = "\ud83d\ude00";
        LaneEventRecord event = new LaneEventRecord(
                "one", NOW, "kind", "x".repeat(LaneEventRecord.MOST_CAUSE - 1) + pair, "from", "to");

        happened(event);

        assertThat(outbox().laneEvents("one", 1, Long.MAX_VALUE).get(0).event().cause())
                .isEqualTo("x".repeat(LaneEventRecord.MOST_CAUSE - 1));
    }

    @Test
    default void refusesAStateThatIsTooLarge() {
        String large = "{\"x\":\"" + "\u00e4".repeat(LaneRecord.MOST_STATE / 2) + "\"}";

        assertThatThrownBy(() -> state("one", large, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }

    // ---- verbs

    private long leased() {
        long id = outbox().store(message("m"), List.of(entry("a@x"))).get(0);
        outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END);
        return id;
    }

    private void save(LaneRecord... states) {
        outbox().saveLanes(new LaneChanges(List.of(states), List.of())).join();
    }

    private void happened(LaneEventRecord... events) {
        outbox().saveLanes(new LaneChanges(List.of(), List.of(events))).join();
    }

    private static LaneRecord state(String key, String state, Instant updated) {
        return new LaneRecord(key, state, updated);
    }

    private static LaneEventRecord event(String lane, String kind) {
        return new LaneEventRecord(lane, NOW, kind, "421 4.7.650 (S3150)", "20/s", "10/s");
    }
}
