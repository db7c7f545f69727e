package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every outbox tells about what is in it. Its clock stands at {@link Mails#NOW}. */
public interface QuestionContract extends OutboxVerbs {
    @Test
    default void namesTheLanesThatHaveQueuedEntries() {
        stored(entry("b", 5, NOW.plusSeconds(9), EXPIRY));
        stored(entry("a", 5, NOW, EXPIRY));
        stored(entry("in flight", 5, NOW, EXPIRY));
        stored(new NewEntry("elsewhere", "c", "x", "x", "", List.of("a@x"), 5, NOW, EXPIRY));
        outbox().lease(OUTGOING, "in flight", NOW, 1, LEASE_END);

        assertThat(outbox().lanes(OUTGOING)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void knowsWhenTheNextEntryOfALaneIsDueWhateverItsPriority() {
        stored(entry(LANE, 9, NOW.plusSeconds(20), EXPIRY));
        stored(entry(LANE, 0, NOW.plusSeconds(10), EXPIRY));
        stored(entry("other", 5, NOW.plusSeconds(1), EXPIRY));

        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW.plusSeconds(10));
        assertThat(outbox().nextDue(OUTGOING, "unknown")).isEmpty();
    }

    @Test
    default void knowsNoNextExpiryOfAnEmptyPart() {
        stored(entry());

        assertThat(outbox().nextExpiry("elsewhere")).isEmpty();
    }

    @Test
    default void countsTheBacklogByLane() {
        stored(entry("a", 5, NOW, EXPIRY));
        stored(entry("a", 4, NOW.minusSeconds(7), EXPIRY));
        stored(entry("a", 3, NOW.plusSeconds(7), EXPIRY));
        stored(entry("b", 3, NOW.plusSeconds(8), EXPIRY));
        outbox().lease(OUTGOING, "a", NOW, 1, LEASE_END);

        assertThat(outbox().backlog(NOW))
                .containsExactly(
                        new LaneBacklog(OUTGOING, "a", 1, 1, 0, 1, Optional.of(NOW.minusSeconds(7))),
                        new LaneBacklog(OUTGOING, "b", 0, 1, 0, 0, Optional.of(NOW.plusSeconds(8))));
        assertThat(outbox().size()).isEqualTo(4);
    }

    @Test
    default void keepsTimesFarAway() {
        long id = stored(entry(LANE, 5, Instant.MIN, Instant.MAX));

        assertThat(outbox().lease(OUTGOING, LANE, NOW, 1, Instant.MAX))
                .extracting(Entry::id)
                .containsExactly(id);
        assertThat(outbox().entry(id).orElseThrow().expires()).isAfter(NOW.plus(Duration.ofDays(365_000)));
    }
}
