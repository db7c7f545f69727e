package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every outbox does about mail that may take several paths. Its clock stands at {@link Mails#NOW}. */
public interface RouteContract extends OutboxVerbs {
    String SECOND = "second";
    String SECOND_LANE = "192.0.2.2/consumer";

    @Test
    default void namesTheQueuedMailOfARouteTheMostUrgentFirst() {
        long bulk = stored(entry(LANE, 0, NOW, EXPIRY).routedBy("all"));
        long urgent = stored(entry(LANE, 9, NOW.plusSeconds(60), EXPIRY).routedBy("all"));
        stored(entry(LANE, 9, NOW, EXPIRY).routedBy("some"));
        stored(entry(LANE, 9, NOW, EXPIRY));
        stored(entry(SECOND_LANE, 9, NOW, EXPIRY).routedBy("all"));
        stored(entry(LANE, 9, NOW, EXPIRY).routedBy("all").held(new HoldTerms("asked", Optional.empty())));

        assertThat(routed(10)).containsExactly(urgent, bulk);
        assertThat(routed(1)).containsExactly(urgent);
    }

    @Test
    default void movesQueuedMailToAnotherPath() {
        long id = stored(entry(LANE, 5, NOW.plusSeconds(60), EXPIRY).routedBy("all"));

        assertThat(outbox().move(OUTGOING, LANE, List.of(toSecond(id)))).isEqualTo(1);

        assertThat(routed(10)).isEmpty();
        assertThat(outbox().nextDue(OUTGOING, LANE)).isEmpty();
        assertThat(outbox().lease(SECOND, SECOND_LANE, NOW, 10, LEASE_END))
                .singleElement()
                .satisfies(moved -> {
                    assertThat(moved.id()).isEqualTo(id);
                    assertThat(moved.tenant()).isEqualTo("gate");
                    assertThat(moved.due()).isEqualTo(NOW);
                    assertThat(moved.expires()).isEqualTo(EXPIRY);
                });
        assertThat(outbox().nextExpiry(OUTGOING)).isEmpty();
    }

    @Test
    default void movedMailKeepsItsRoute() {
        long id = stored(entry().routedBy("all"));

        outbox().move(OUTGOING, LANE, List.of(toSecond(id)));

        assertThat(outbox().routed(SECOND, SECOND_LANE, "all", 10))
                .extracting(Entry::id)
                .containsExactly(id);
    }

    @Test
    default void leavesWhatIsNotQueuedThere() {
        long inFlight = stored(entry(LANE, 9, NOW, EXPIRY));
        outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END);
        long elsewhere = stored(entry("192.0.2.9/consumer", 5, NOW, EXPIRY));
        long held = stored(entry().held(new HoldTerms("asked", Optional.empty())));

        assertThat(outbox().move(
                                OUTGOING,
                                LANE,
                                Stream.of(inFlight, elsewhere, held, 999L)
                                        .map(RouteContract::toSecond)
                                        .toList()))
                .isZero();

        assertThat(outbox().lanes(SECOND)).isEmpty();
    }

    @Test
    default void countsWhatIsDueUpToABound() {
        for (int i = 0; i < 5; i++) {
            stored(entry(LANE, i, NOW, EXPIRY));
            stored(entry(LANE, i, NOW.plusSeconds(60), EXPIRY));
        }

        assertThat(outbox().ready(OUTGOING, LANE, NOW, 100)).isEqualTo(5);
        assertThat(outbox().ready(OUTGOING, LANE, NOW, 3)).isEqualTo(3);
        assertThat(outbox().ready(OUTGOING, "elsewhere", NOW, 3)).isZero();
    }

    private static Move toSecond(long id) {
        return new Move(id, SECOND, SECOND_LANE, "gate", NOW);
    }

    private List<Long> routed(int max) {
        return outbox().routed(OUTGOING, LANE, "all", max).stream()
                .map(Entry::id)
                .toList();
    }
}
