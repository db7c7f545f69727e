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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every outbox does. An implementation's test gives an empty one whose clock stands at {@link Mails#NOW}. */
public interface OutboxContract {
    /** The outbox under test, empty at the start of each test; whoever makes it closes it. */
    Outbox outbox();

    // ---- store

    @Test
    default void keepsWhatTheEntriesOfAMessageShare() throws IOException {
        byte[] body = "Subject: x\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);
        Map<String, String> attributes = Map.of("a", "1", "odd \u0000 \ud800 \ud83d\ude00", "\"\\\r\n");
        NewMessage message =
                new NewMessage("mail-1", Optional.of("sender@example.com"), attributes, out -> out.write(body));

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(outbox().message(id))
                .contains(new StoredMessage(
                        id, "mail-1", Optional.of("sender@example.com"), attributes, body.length, false, NOW));
        assertThat(bodyOf(id)).isEqualTo(body);
    }

    @Test
    default void keepsTheNullSender() {
        NewMessage message = new NewMessage("bounce", Optional.empty(), Map.of(), out -> {});

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(outbox().message(id).orElseThrow().sender()).isEmpty();
    }

    @Test
    default void keepsEveryFieldOfAnEntry() {
        Instant due = NOW.plusMillis(123_456);
        NewEntry given = new NewEntry(
                "part",
                "lane",
                "contoso.com",
                "contoso-com.mail",
                "example.com",
                List.of("b@contoso.com", "a@contoso.com"),
                7,
                due,
                EXPIRY);

        long id = outbox().store(message("m"), List.of(given)).get(0);

        assertThat(outbox().entry(id))
                .contains(new Entry(
                        id,
                        messageOf(id),
                        "part",
                        "lane",
                        "contoso.com",
                        "contoso-com.mail",
                        "example.com",
                        List.of(Recipient.of("b@contoso.com"), Recipient.of("a@contoso.com")),
                        7,
                        0,
                        NOW,
                        due,
                        EXPIRY,
                        Optional.empty()));
    }

    @Test
    default void returnsTheIdsInTheOrderOfTheEntriesAndSharesTheMessage() {
        List<Long> ids = outbox().store(message("m"), List.of(entry("a@x"), entry("b@x"), entry("c@x")));

        assertThat(ids.stream().map(id -> addresses(outbox().entry(id).orElseThrow())))
                .containsExactly(List.of("a@x"), List.of("b@x"), List.of("c@x"));
        assertThat(ids.stream().map(this::messageOf).distinct()).hasSize(1);
    }

    @Test
    default void noticesABodyWithEightBits() {
        long seven = messageOf(
                outbox().store(message("7", new byte[] {127}), List.of(entry())).get(0));
        long eight = messageOf(outbox().store(message("8", new byte[] {1, -128}), List.of(entry()))
                .get(0));

        assertThat(outbox().message(seven).orElseThrow().eightBit()).isFalse();
        assertThat(outbox().message(eight).orElseThrow().eightBit()).isTrue();
    }

    @Test
    default void keepsAnEmptyBody() throws IOException {
        long id = messageOf(
                outbox().store(message("m", new byte[0]), List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEmpty();
        assertThat(outbox().message(id).orElseThrow().size()).isZero();
    }

    @Test
    default void keepsALargeBody() throws IOException {
        byte[] body = new byte[3 * 1024 * 1024 + 1];
        new Random(1).nextBytes(body);

        long id = messageOf(outbox().store(message("m", body), List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEqualTo(body);
        assertThat(outbox().message(id).orElseThrow().size()).isEqualTo(body.length);
    }

    @Test
    default void takesABodyThatIsWrittenByteByByte() throws IOException {
        byte[] body = new byte[300_000];
        new Random(2).nextBytes(body);
        NewMessage message = new NewMessage("m", Optional.empty(), Map.of(), out -> {
            for (byte b : body) {
                out.write(b);
            }
        });

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEqualTo(body);
    }

    @Test
    default void storesNothingOfAMailWhoseBodyFails() {
        NewMessage failing = new NewMessage("m", Optional.empty(), Map.of(), out -> {
            out.write(new byte[2_500_000]);
            throw new IOException("the disk it came from is gone");
        });

        assertThatThrownBy(() -> outbox().store(failing, List.of(entry())))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("the disk it came from is gone");

        assertThat(outbox().size()).isZero();
        assertThat(outbox().lanes(OUTGOING)).isEmpty();
    }

    @Test
    default void countsAnAddressThatIsNamedTwiceOnce() {
        long id = outbox().store(message("m"), List.of(entry("a@x", "b@x", "a@x")))
                .get(0);

        assertThat(addresses(outbox().entry(id).orElseThrow())).containsExactly("a@x", "b@x");
    }

    @Test
    default void refusesAMessageWithoutEntries() {
        assertThatThrownBy(() -> outbox().store(message("m"), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void storesOthersWhileABodyIsSlow() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        NewMessage slow = new NewMessage("slow", Optional.empty(), Map.of(), out -> {
            out.write(new byte[2_500_000]);
            started.countDown();
            await(goOn);
            out.write(new byte[100]);
        });
        CompletableFuture<List<Long>> slowIds =
                CompletableFuture.supplyAsync(() -> outbox().store(slow, List.of(entry("slow@x"))));
        await(started);

        outbox().store(message("fast"), List.of(entry("fast@x")));

        assertThat(outbox().lease(OUTGOING, LANE, NOW, 10, LEASE_END).stream().map(OutboxContract::addresses))
                .containsExactly(List.of("fast@x"));
        goOn.countDown();
        long id = messageOf(slowIds.get(30, TimeUnit.SECONDS).get(0));
        assertThat(outbox().message(id).orElseThrow().size()).isEqualTo(2_500_100);
    }

    @Test
    default void storesForAnInterruptedThreadAndLeavesItInterrupted() {
        Thread.currentThread().interrupt();

        List<Long> ids = outbox().store(message("m"), List.of(entry()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outbox().entry(ids.get(0))).isPresent();
    }

    // ---- lease

    @Test
    default void leasesByPriorityThenDueTimeThenArrival() {
        long low = stored(entry(LANE, 0, NOW.minusSeconds(9), EXPIRY, "low@x"));
        long lateArrival = stored(entry(LANE, 5, NOW.minusSeconds(1), EXPIRY, "late@x"));
        long first = stored(entry(LANE, 5, NOW.minusSeconds(2), EXPIRY, "first@x"));
        long second = stored(entry(LANE, 5, NOW.minusSeconds(2), EXPIRY, "second@x"));
        long high = stored(entry(LANE, 9, NOW, EXPIRY, "high@x"));

        assertThat(leased(10)).containsExactly(high, first, second, lateArrival, low);
    }

    @Test
    default void leasesNothingBeforeItIsDue() {
        long later = stored(entry(LANE, 5, NOW.plusSeconds(1), EXPIRY));

        assertThat(leased(10)).isEmpty();
        assertThat(outbox().lease(OUTGOING, LANE, NOW.plusSeconds(1), 10, LEASE_END))
                .extracting(Entry::id)
                .containsExactly(later);
    }

    @Test
    default void leasesOnlyFromTheLaneAndThePartThatWereAsked() {
        stored(entry("other", 5, NOW, EXPIRY));
        stored(new NewEntry("elsewhere", LANE, "x", "x", "", List.of("a@x"), 5, NOW, EXPIRY));

        assertThat(leased(10)).isEmpty();
    }

    @Test
    default void leasesNoMoreThanAskedAndNothingTwice() {
        long one = stored(entry());
        long two = stored(entry());
        long three = stored(entry());

        assertThat(leased(2)).containsExactly(one, two);
        assertThat(leased(2)).containsExactly(three);
        assertThat(leased(2)).isEmpty();
    }

    @Test
    default void refusesToLeaseLessThanOne() {
        assertThatThrownBy(() -> leased(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void leasesWhatHasExpiredWhateverItsLaneOrDueTime() {
        long waiting = stored(entry("other", 0, NOW.plusSeconds(500), NOW.plusSeconds(2)));
        long ready = stored(entry(LANE, 5, NOW, NOW.plusSeconds(1)));
        stored(entry(LANE, 5, NOW, NOW.plusSeconds(3)));

        List<Entry> expired = outbox().leaseExpired(OUTGOING, NOW.plusSeconds(2), 10, LEASE_END);

        assertThat(expired).extracting(Entry::id).containsExactly(ready, waiting);
        assertThat(outbox().leaseExpired(OUTGOING, NOW.plusSeconds(2), 10, LEASE_END))
                .isEmpty();
        assertThat(outbox().nextExpiry(OUTGOING)).contains(NOW.plusSeconds(3));
    }

    // ---- settle

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

    // ---- give back, withdraw, reclaim

    @Test
    default void givesBackUnattemptedToTheLaneThatIsNamed() {
        long id = stored(entry("a@x"));
        Entry before = outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);

        outbox().giveBack(List.of(id), "other lane", NOW.plusSeconds(5)).join();

        assertThat(outbox().lanes(OUTGOING)).containsExactly("other lane");
        assertThat(outbox().lease(OUTGOING, "other lane", NOW.plusSeconds(5), 1, LEASE_END))
                .containsExactly(new Entry(
                        id,
                        before.messageId(),
                        OUTGOING,
                        "other lane",
                        before.domain(),
                        before.tenant(),
                        before.senderDomain(),
                        before.recipients(),
                        before.priority(),
                        0,
                        before.stored(),
                        NOW.plusSeconds(5),
                        before.expires(),
                        Optional.empty()));
    }

    @Test
    default void leavesAloneWhatIsGivenBackWithoutBeingInFlight() {
        long queued = stored(entry("a@x"));

        outbox().giveBack(List.of(queued, queued + 1), "other lane", NOW.plusSeconds(5))
                .join();

        assertThat(leased(10)).containsExactly(queued);
    }

    @Test
    default void withdrawsWhatIsQueued() {
        long id = stored(entry());
        long message = messageOf(id);

        assertThat(outbox().withdraw(id)).isTrue();

        assertThat(outbox().withdraw(id)).isFalse();
        assertThat(outbox().message(message)).isEmpty();
    }

    @Test
    default void doesNotWithdrawWhatIsInFlight() {
        long id = stored(entry());
        leased(1);

        assertThat(outbox().withdraw(id)).isFalse();
        assertThat(outbox().entry(id)).isPresent();
    }

    @Test
    default void reclaimsOnlyLeasesThatHaveRunOut() {
        long longer = stored(entry());
        outbox().lease(OUTGOING, LANE, NOW, 1, NOW.plusSeconds(61));
        long shorter = stored(entry());
        outbox().lease(OUTGOING, LANE, NOW, 1, NOW.plusSeconds(60));

        assertThat(outbox().reclaim(NOW.plusSeconds(60).minusMillis(1))).isZero();
        assertThat(outbox().reclaim(NOW.plusSeconds(60))).isEqualTo(1);

        assertThat(leased(10)).containsExactly(shorter);
        assertThat(outbox().entry(longer)).isPresent();
    }

    // ---- questions

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

    // ---- close

    @Test
    default void refusesWorkAfterTheClose() {
        outbox().close();
        outbox().close();

        assertThatThrownBy(() -> outbox().store(message("m"), List.of(entry()))).isInstanceOf(OutboxException.class);
        assertThatThrownBy(() -> outbox().size()).isInstanceOf(OutboxException.class);
        assertThat(outbox().settle(new Settlement(1, Set.of(), List.of()))).isCompletedExceptionally();
    }

    // ---- verbs

    private long stored(NewEntry entry) {
        return outbox().store(message("m"), List.of(entry)).get(0);
    }

    private List<Long> leased(int max) {
        return outbox().lease(OUTGOING, LANE, NOW, max, LEASE_END).stream()
                .map(Entry::id)
                .toList();
    }

    private void postpone(long id, Instant due, Deferral deferral, Recipient recipient) {
        leased(1);
        outbox().settle(new Settlement(id, Set.of(), List.of(new Postponement(List.of(recipient), due, deferral))))
                .join();
    }

    private long messageOf(long entryId) {
        return outbox().entry(entryId).orElseThrow().messageId();
    }

    private byte[] bodyOf(long messageId) throws IOException {
        try (InputStream body = outbox().body(messageId)) {
            return body.readAllBytes();
        }
    }

    private static List<String> addresses(Entry entry) {
        return entry.recipients().stream().map(Recipient::address).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
