package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static io.sluice.outbox.Mails.replied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every outbox does with the outcome of an attempt. Its clock stands at {@link Mails#NOW}. */
public interface SettlementContract extends OutboxVerbs {
    @Test
    default void forgetsAnEntryWithItsMessageWhenAllRecipientsAreDone() {
        long id = stored(entry("a@x", "b@x"));
        long message = messageOf(id);
        leased(1);

        outbox().settle(new Settlement(id, Set.of("a@x", "b@x"), List.of())).join();

        assertThat(outbox().entry(id)).isEmpty();
        assertThat(outbox().message(message)).isEmpty();
        assertThatThrownBy(() -> outbox().body(message)).isInstanceOf(IOException.class);
        assertThat(outbox().size()).isZero();
    }

    @Test
    default void keepsAMessageUntilItsLastEntryIsSettled() throws IOException {
        List<Long> ids = outbox().store(message("m"), List.of(entry("a@x"), entry("b@x")));
        long message = messageOf(ids.get(0));
        leased(2);

        outbox().settle(new Settlement(ids.get(0), Set.of("a@x"), List.of())).join();

        assertThat(outbox().message(message)).isPresent();
        assertThat(bodyOf(message)).isNotEmpty();
        outbox().settle(new Settlement(ids.get(1), Set.of("b@x"), List.of())).join();
        assertThat(outbox().message(message)).isEmpty();
    }

    @Test
    default void postponesWhatIsNotDoneAndCountsTheAttempt() {
        long id = stored(entry("done@x", "full@x"));
        leased(1);
        Instant due = NOW.plusSeconds(60);
        Recipient full = replied("full@x", "452 4.2.2 mailbox full");

        outbox().settle(new Settlement(
                        id, Set.of("done@x"), List.of(new Postponement(List.of(full), due, deferral(NOW)))))
                .join();

        Entry entry = outbox().entry(id).orElseThrow();
        assertThat(entry.recipients()).containsExactly(full);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.due()).isEqualTo(due);
        assertThat(entry.lastDeferral()).contains(deferral(NOW));
        assertThat(outbox().lease(OUTGOING, LANE, due, 10, LEASE_END)).containsExactly(entry);
    }

    @Test
    default void changesThePriorityOfWhatWaitsWhenToldSo() {
        long id = stored(entry(LANE, 9, NOW, EXPIRY, "a@x", "b@x", "c@x"));
        leased(1);

        List<Long> entries = outbox().settle(new Settlement(
                        id,
                        Set.of("c@x"),
                        List.of(
                                new Postponement(List.of(Recipient.of("a@x")), NOW, deferral(NOW), OptionalInt.of(0)),
                                new Postponement(List.of(Recipient.of("b@x")), NOW, deferral(NOW)))))
                .join();

        assertThat(outbox().entry(entries.get(0)).orElseThrow().priority()).isZero();
        assertThat(outbox().entry(entries.get(1)).orElseThrow().priority()).isEqualTo(9);
    }

    @Test
    default void namesTheEntriesThatWaitInTheOrderOfTheirPostponements() {
        long id = stored(entry("a@x", "b@x"));
        leased(1);

        List<Long> entries = outbox().settle(new Settlement(
                        id,
                        Set.of(),
                        List.of(
                                new Postponement(List.of(Recipient.of("b@x")), NOW, deferral(NOW)),
                                new Postponement(List.of(Recipient.of("a@x")), NOW, deferral(NOW)))))
                .join();

        assertThat(entries.get(0)).isEqualTo(id);
        assertThat(outbox().entry(entries.get(0)).orElseThrow().recipients()).containsExactly(Recipient.of("b@x"));
        assertThat(outbox().entry(entries.get(1)).orElseThrow().recipients()).containsExactly(Recipient.of("a@x"));
    }

    @Test
    default void splitsAnEntryWherePostponementsDiffer() {
        long id = stored(entry(LANE, 7, NOW, EXPIRY, "a@x", "b@x", "c@x", "d@x"));
        Entry before = outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
        Instant soon = NOW.plusSeconds(60);
        Instant late = NOW.plusSeconds(3600);

        outbox().settle(new Settlement(
                        id,
                        Set.of("d@x"),
                        List.of(
                                new Postponement(
                                        List.of(replied("b@x", "451 b"), replied("a@x", "451 a")), soon, deferral(NOW)),
                                new Postponement(List.of(replied("c@x", "452 c")), late, deferral(soon)))))
                .join();

        List<Entry> after = outbox().lease(OUTGOING, LANE, late, 10, LEASE_END);
        assertThat(after).hasSize(2);
        assertThat(after.get(0).id()).isEqualTo(id);
        assertThat(after.get(0).recipients()).containsExactly(replied("b@x", "451 b"), replied("a@x", "451 a"));
        assertThat(after.get(0).due()).isEqualTo(soon);
        assertThat(after.get(1))
                .isEqualTo(new Entry(
                        after.get(1).id(),
                        before.messageId(),
                        before.outgoing(),
                        before.lane(),
                        before.domain(),
                        before.tenant(),
                        before.senderDomain(),
                        List.of(replied("c@x", "452 c")),
                        7,
                        1,
                        before.stored(),
                        late,
                        before.expires(),
                        Optional.of(deferral(soon))));
    }

    @Test
    default void keepsTheLastReplyOfARecipientThatGotNoNewOne() {
        long id = stored(entry("a@x"));
        postpone(id, NOW, deferral(NOW), replied("a@x", "421 first"));

        postpone(id, NOW, deferral(NOW), Recipient.of("a@x"));

        assertThat(outbox().entry(id).orElseThrow().recipients()).containsExactly(replied("a@x", "421 first"));
    }

    @Test
    default void remembersWhenAMailWasDeferredFirst() {
        long id = stored(entry("a@x"));
        postpone(id, NOW, deferral(NOW), Recipient.of("a@x"));

        postpone(id, NOW, deferral(NOW.plusSeconds(99)), Recipient.of("a@x"));

        assertThat(outbox().entry(id).orElseThrow().lastDeferral().orElseThrow().first())
                .isEqualTo(NOW);
    }

    @Test
    default void refusesASettlementThatIsNotAboutExactlyTheRecipientsOfTheEntry() {
        long id = stored(entry("a@x", "b@x"));
        Entry before = outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
        Postponement ofB = new Postponement(List.of(Recipient.of("b@x")), NOW, deferral(NOW));

        Stream.of(
                        new Settlement(id, Set.of("a@x"), List.of()),
                        new Settlement(id, Set.of("a@x", "b@x", "c@x"), List.of()),
                        new Settlement(id, Set.of("a@x", "b@x"), List.of(ofB)),
                        new Settlement(id, Set.of("a@x"), List.of(ofB, ofB)),
                        new Settlement(
                                id, Set.of("a@x", "b@x"), List.of(new Postponement(List.of(), NOW, deferral(NOW)))))
                .forEach(
                        wrong -> assertThatThrownBy(() -> outbox().settle(wrong).join())
                                .hasCauseInstanceOf(OutboxException.class)
                                .hasMessageContaining("Entry " + id));

        assertThat(outbox().entry(id)).contains(before);
        assertThat(outbox().withdraw(id)).isFalse();
    }

    @Test
    default void refusesToSettleWhatIsNotInFlight() {
        long id = stored(entry("a@x"));

        assertThatThrownBy(() -> outbox().settle(new Settlement(id, Set.of("a@x"), List.of()))
                        .join())
                .hasCauseInstanceOf(OutboxException.class);
        assertThatThrownBy(() -> outbox().settle(new Settlement(id + 1, Set.of("a@x"), List.of()))
                        .join())
                .hasCauseInstanceOf(OutboxException.class);

        assertThat(outbox().entry(id)).isPresent();
    }

    @Test
    default void canBeUsedFromTheCompletionOfASettlement() throws Exception {
        long id = stored(entry("a@x"));
        leased(1);

        List<Long> ids = outbox().settle(new Settlement(id, Set.of("a@x"), List.of()))
                .thenApply(done -> outbox().store(message("next"), List.of(entry("b@x"))))
                .get(30, TimeUnit.SECONDS);

        assertThat(outbox().entry(ids.get(0))).isPresent();
    }

    private void postpone(long id, Instant due, Deferral deferral, Recipient recipient) {
        leased(1);
        outbox().settle(new Settlement(id, Set.of(), List.of(new Postponement(List.of(recipient), due, deferral))))
                .join();
    }
}
