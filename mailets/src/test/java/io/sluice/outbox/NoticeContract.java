package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How an outbox keeps in mind whom to tell that mail waits, and for how long mail is tried. */
public interface NoticeContract {
    /** The outbox under test, empty at the start of each test; its clock stands at {@link Mails#NOW}. */
    Outbox outbox();

    @Test
    default void takesTheNoticesThatAreDueEachOnceTheEarliestFirst() {
        long second = stored(NOW.plusSeconds(2), "a@x");
        long first = stored(NOW.plusSeconds(1), "a@x");
        stored(NOW.plusSeconds(4), "a@x");
        stored(Optional.empty(), "a@x");

        assertThat(taken(NOW.plusSeconds(3))).containsExactly(first, second);

        assertThat(taken(NOW.plusSeconds(3))).isEmpty();
        assertThat(outbox().nextNotice(OUTGOING)).contains(NOW.plusSeconds(4));
    }

    @Test
    default void takesNoMoreNoticesThanAsked() {
        stored(NOW, "a@x");
        stored(NOW, "a@x");
        stored(NOW, "a@x");

        assertThat(outbox().takeNotices(OUTGOING, NOW, 2)).hasSize(2);
        assertThat(outbox().takeNotices(OUTGOING, NOW, 2)).hasSize(1);
    }

    @Test
    default void takesOnlyTheNoticesOfThePartThatWasAsked() {
        stored(NOW, "a@x");

        assertThat(outbox().takeNotices("elsewhere", NOW, 10)).isEmpty();
        assertThat(outbox().nextNotice("elsewhere")).isEmpty();
    }

    @Test
    default void passesOverWhatIsInFlightUntilItWaitsAgain() {
        long id = stored(NOW.plusSeconds(1), "a@x");
        lease();

        assertThat(taken(NOW.plusSeconds(2))).isEmpty();
        assertThat(outbox().nextNotice(OUTGOING)).contains(NOW.plusSeconds(1));

        settle(id, postponement("a@x"));

        assertThat(taken(NOW.plusSeconds(2))).containsExactly(id);
    }

    @Test
    default void givesEveryPartOfASplitEntryItsNotice() {
        long id = stored(NOW.plusSeconds(1), "a@x", "b@x");
        lease();

        List<Long> entries = settle(id, postponement("a@x"), postponement("b@x"));

        assertThat(taken(NOW.plusSeconds(1))).containsExactlyElementsOf(entries);
    }

    @Test
    default void tellsNobodyTwiceBecauseAnEntryIsSplitLater() {
        long id = stored(NOW, "a@x", "b@x");
        assertThat(taken(NOW)).containsExactly(id);
        lease();

        settle(id, postponement("a@x"), postponement("b@x"));

        assertThat(taken(EXPIRY)).isEmpty();
        assertThat(outbox().nextNotice(OUTGOING)).isEmpty();
    }

    @Test
    default void takesNoNoticeOfMailThatHasLeft() {
        long id = stored(NOW, "a@x");
        lease();

        outbox().settle(new Settlement(id, Set.of("a@x"), List.of())).join();

        assertThat(taken(NOW)).isEmpty();
        assertThat(outbox().nextNotice(OUTGOING)).isEmpty();
    }

    @Test
    default void putsNoticesBackThatWereNotSent() {
        long id = stored(NOW, "a@x");
        assertThat(taken(NOW)).containsExactly(id);

        outbox().returnNotices(List.of(id, id + 1000), NOW.plusSeconds(60)).join();

        assertThat(outbox().nextNotice(OUTGOING)).contains(NOW.plusSeconds(60));
        assertThat(taken(NOW.plusSeconds(59))).isEmpty();
        assertThat(taken(NOW.plusSeconds(60))).containsExactly(id);
    }

    @Test
    default void changesTheTimeToLiveOfWhatWaitsWhenToldSo() {
        long id = stored(Optional.empty(), "a@x", "b@x", "c@x");
        lease();

        List<Long> entries =
                settle(id, until("a@x", EXPIRY.plusSeconds(9)), until("b@x", NOW.plusSeconds(9)), postponement("c@x"));

        assertThat(entries)
                .extracting(entry -> outbox().entry(entry).orElseThrow().expires())
                .containsExactly(EXPIRY.plusSeconds(9), NOW.plusSeconds(9), EXPIRY);
        assertThat(outbox().nextExpiry(OUTGOING)).contains(NOW.plusSeconds(9));
    }

    // ---- verbs

    private long stored(Instant notice, String... recipients) {
        return stored(Optional.of(notice), recipients);
    }

    private long stored(Optional<Instant> notice, String... recipients) {
        NewEntry entry =
                new NewEntry(OUTGOING, LANE, "x", "x", "example.com", List.of(recipients), 5, NOW, EXPIRY, notice);
        return outbox().store(message("m"), List.of(entry)).get(0);
    }

    private void lease() {
        assertThat(outbox().lease(OUTGOING, LANE, NOW, 10, LEASE_END)).isNotEmpty();
    }

    private List<Long> settle(long id, Postponement... postponements) {
        return outbox().settle(new Settlement(id, Set.of(), List.of(postponements)))
                .join();
    }

    private List<Long> taken(Instant now) {
        return outbox().takeNotices(OUTGOING, now, 10).stream().map(Entry::id).toList();
    }

    private static Postponement postponement(String recipient) {
        return new Postponement(List.of(Recipient.of(recipient)), NOW, deferral(NOW));
    }

    private static Postponement until(String recipient, Instant expires) {
        return new Postponement(
                List.of(Recipient.of(recipient)), NOW, deferral(NOW), OptionalInt.empty(), Optional.of(expires));
    }
}
