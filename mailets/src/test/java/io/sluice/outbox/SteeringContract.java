package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.mailFrom;
import static io.sluice.outbox.Mails.message;
import static io.sluice.outbox.Mails.replied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.reply.DeferralClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a person looks into an outbox and steers what is held. Its clock stands at {@link Mails#NOW}. */
public interface SteeringContract {
    HoldTerms WAITS = new HoldTerms("asked", Optional.of(NOW.plusSeconds(60)));

    /** The outbox under test, empty at the start of each test; whoever makes it closes it. */
    Outbox outbox();

    // ---- what waits

    @Test
    default void showsQueuedMailPageByPage() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(put(entry()));
        }
        put(entry().held(WAITS));

        EntryPage first = outbox().waiting(WaitingFilter.ALL, 0, 3);
        EntryPage second = outbox().waiting(WaitingFilter.ALL, first.next().orElseThrow(), 3);

        assertThat(first.entries()).extracting(Entry::id).isEqualTo(ids.subList(0, 3));
        assertThat(second.entries()).extracting(Entry::id).isEqualTo(ids.subList(3, 5));
        assertThat(second.next()).isEmpty();
    }

    @Test
    default void findsWaitingMailByLaneAndDomains() {
        long match = put(entry(LANE, 5, NOW, EXPIRY));
        put(entry("192.0.2.1/business", 5, NOW, EXPIRY));
        put(mailFrom("example.net", "outlook.com", 5));

        assertThat(waiting(
                        filter(Optional.of(LANE), Optional.of("outlook.com"), Optional.of("example.com"), OPEN, OPEN)))
                .containsExactly(match);
        assertThat(waiting(filter(OPEN, Optional.of("elsewhere"), OPEN, OPEN, OPEN)))
                .isEmpty();
    }

    @Test
    default void findsWaitingMailByAddressesWhateverTheirCase() {
        long both = put(entry("Ann@x.example", "bob@x.example"));
        long bob = put(entry("bob@x.example"));

        assertThat(waiting(filter(OPEN, OPEN, OPEN, OPEN, Optional.of("BOB@x.example"))))
                .containsExactly(both, bob);
        assertThat(waiting(filter(OPEN, OPEN, OPEN, Optional.of("Sender@example.com"), Optional.of("ann@X.example"))))
                .containsExactly(both);
        assertThat(waiting(filter(OPEN, OPEN, OPEN, Optional.of("sender@example.com"), OPEN)))
                .containsExactly(both, bob);
        assertThat(waiting(filter(OPEN, OPEN, OPEN, Optional.of("other@example.com"), OPEN)))
                .isEmpty();
    }

    @Test
    default void findsWaitingMailByWhatItWasDeferredFor() {
        long deferred = deferredAt(NOW.minusSeconds(60));
        long untried = put(entry());

        assertThat(waiting(about(DeferralClass.IP_REPUTATION_THROTTLE, "consumer-s3150")))
                .containsExactly(deferred);
        assertThat(waiting(about(DeferralClass.IP_REPUTATION_THROTTLE, "another")))
                .isEmpty();
        assertThat(waiting(about(DeferralClass.OUTAGE, "consumer-s3150"))).isEmpty();
        assertThat(waiting(between(NOW.minusSeconds(60), NOW))).containsExactly(deferred);
        assertThat(waiting(between(NOW.minusSeconds(59), NOW))).isEmpty();
        assertThat(waiting(between(NOW.minusSeconds(90), NOW.minusSeconds(60)))).isEmpty();
        assertThat(waiting(deferred(true))).containsExactly(deferred);
        assertThat(waiting(deferred(false))).containsExactly(untried);
    }

    @Test
    default void aPageThatFindsNothingInManyEntriesSaysWhereToGoOn() {
        List<NewEntry> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(entry());
        }
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            ids.addAll(outbox().store(message("m" + i), many));
        }
        long last = deferredAt(NOW);

        EntryPage page = outbox().waiting(deferred(true), 0, 10);

        assertThat(page.entries()).isEmpty();
        assertThat(page.next()).hasValue(ids.get(9_999));
        assertThat(outbox().waiting(deferred(true), ids.get(9_999), 10).entries())
                .extracting(Entry::id)
                .containsExactly(last);
    }

    @Test
    default void asksForAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> outbox().waiting(WaitingFilter.ALL, 0, 0));
    }

    // ---- one entry

    @Test
    default void knowsWhereAnEntryIs() {
        long queued = put(entry(LANE, 5, NOW.plusSeconds(1), EXPIRY));
        long held = put(entry().held(WAITS));
        long leased = put(entry());
        assertThat(lease()).containsExactly(leased);

        assertThat(outbox().status(queued)).map(EntryStatus::place).contains(EntryStatus.Place.QUEUED);
        assertThat(outbox().status(leased)).map(EntryStatus::place).contains(EntryStatus.Place.IN_FLIGHT);
        assertThat(outbox().status(held))
                .contains(new EntryStatus(
                        outbox().entry(held).orElseThrow(),
                        EntryStatus.Place.HELD,
                        Optional.of(WAITS),
                        Optional.of(NOW)));
        assertThat(outbox().status(leased + 1)).isEmpty();
    }

    @Test
    default void findsTheEntriesOfAMailByItsName() {
        List<Long> ids = outbox().store(message("Mail1-name"), List.of(entry("a@x"), entry("b@y"), entry("c@z")));
        put(entry());

        assertThat(outbox().entriesOf("Mail1-name", 100)).isEqualTo(ids);
        assertThat(outbox().entriesOf("Mail1-name", 2)).isEqualTo(ids.subList(0, 2));
        assertThat(outbox().entriesOf("another", 100)).isEmpty();
    }

    @Test
    default void countsWhatGoesFirstInTheSameFlow() {
        put(entry());
        put(entry());
        put(mailFrom("example.net", "outlook.com", 5));
        put(entry(LANE, 9, NOW, EXPIRY));
        long id = put(entry());
        put(entry(LANE, 5, NOW.plusSeconds(1), EXPIRY));
        long held = put(entry().held(WAITS));

        assertThat(outbox().ahead(id, 100)).isEqualTo(OptionalInt.of(2));
        assertThat(outbox().ahead(id, 1)).isEqualTo(OptionalInt.of(1));
        assertThat(outbox().ahead(held, 100)).isEmpty();
        assertThat(outbox().ahead(held + 1, 100)).isEmpty();
    }

    // ---- what is held

    @Test
    default void findsHeldMailByItsAddresses() {
        long match = put(entry("ann@x.example").held(WAITS));
        put(entry("bob@x.example").held(WAITS));
        put(entry("ann@x.example"));
        HeldFilter to = HeldFilter.ALL.between(OPEN, Optional.of("Ann@x.example"));
        HeldFilter from = HeldFilter.ofReason("asked").between(Optional.of("SENDER@example.com"), OPEN);

        assertThat(heldIds(to)).containsExactly(match);
        assertThat(outbox().countHeld(to)).isEqualTo(1);
        assertThat(heldIds(from)).hasSize(2);
        assertThat(outbox().countHeld(from)).isEqualTo(2);
        assertThat(heldIds(to.between(Optional.of("other@example.com"), Optional.of("ann@x.example"))))
                .isEmpty();
    }

    @Test
    default void showsOneHeldEntry() {
        long held = put(entry().held(WAITS));
        long queued = put(entry());

        assertThat(outbox().heldEntry(held))
                .contains(new HeldEntry(outbox().entry(held).orElseThrow(), WAITS, NOW));
        assertThat(outbox().heldEntry(queued)).isEmpty();
    }

    @Test
    default void deletesHeldMailAndNoOther() {
        long held = put(entry().held(WAITS));
        long queued = put(entry());

        assertThat(outbox().change(new HeldChange.Delete(), held)).isTrue();
        assertThat(outbox().change(new HeldChange.Delete(), queued)).isFalse();
        assertThat(outbox().change(new HeldChange.Delete(), held)).isFalse();

        assertThat(outbox().entry(held)).isEmpty();
        assertThat(outbox().size()).isEqualTo(1);
    }

    @Test
    default void deletesWhatMatchesInBatches() {
        for (int i = 0; i < 5; i++) {
            put(entry("ann@x.example").held(WAITS));
            put(entry("bob@x.example").held(WAITS));
        }
        HeldFilter ann = HeldFilter.ALL.between(OPEN, Optional.of("ann@x.example"));

        Released first = outbox().change(new HeldChange.Delete(), ann, 0, 3);
        Released second =
                outbox().change(new HeldChange.Delete(), ann, first.next().orElseThrow(), 3);

        assertThat(List.of(first.count(), second.count())).containsExactly(3, 2);
        assertThat(second.next()).isEqualTo(OptionalLong.empty());
        assertThat(outbox().countHeld(HeldFilter.ALL)).isEqualTo(5);
    }

    @Test
    default void reschedulesHeldMail() {
        long held = put(entry().held(WAITS));
        long queued = put(entry());
        Instant later = NOW.plusSeconds(3600);

        assertThat(outbox().change(new HeldChange.Reschedule(Optional.of(later)), held))
                .isTrue();
        assertThat(outbox().change(new HeldChange.Reschedule(Optional.of(later)), queued))
                .isFalse();

        assertThat(outbox().nextRelease(OUTGOING)).contains(later);
        assertThat(outbox().releaseDue(OUTGOING, later, 10)).isEqualTo(1);
    }

    @Test
    default void leasesOneHeldEntry() {
        long held = put(entry().held(WAITS));
        long queued = put(entry());

        assertThat(outbox().leaseHeld(held, LEASE_END)).map(Entry::id).contains(held);

        assertThat(outbox().isLeased(held)).isTrue();
        assertThat(outbox().leaseHeld(held, LEASE_END)).isEmpty();
        assertThat(outbox().leaseHeld(queued, LEASE_END)).isEmpty();
    }

    @Test
    default void anEntryThatWasHeldWhenItWasLeasedIsHeldAgainWhenItIsGivenBack() {
        long held = put(entry().held(WAITS));
        outbox().leaseHeld(held, LEASE_END);

        outbox().giveBack(List.of(held), LANE, NOW).join();

        assertThat(lease()).isEmpty();
        assertThat(outbox().heldEntry(held)).map(HeldEntry::hold).contains(WAITS);
    }

    @Test
    default void anEntryThatWasSettledAfterAHoldIsNotHeldAgain() {
        long held = put(entry("ann@x.example").held(WAITS));
        outbox().leaseHeld(held, LEASE_END);
        outbox().settle(new Settlement(
                        held,
                        Set.of(),
                        List.of(new Postponement(List.of(replied("ann@x.example", "450 no")), NOW, deferral(NOW)))))
                .join();
        assertThat(lease()).containsExactly(held);

        outbox().giveBack(List.of(held), LANE, NOW).join();

        assertThat(lease()).containsExactly(held);
    }

    // ---- means

    Optional<String> OPEN = Optional.empty();

    private long put(NewEntry entry) {
        return outbox().store(message("m"), List.of(entry)).get(0);
    }

    private List<Long> lease() {
        return outbox().lease(OUTGOING, LANE, NOW, 100, LEASE_END).stream()
                .map(Entry::id)
                .toList();
    }

    private long deferredAt(Instant time) {
        long id = outbox().store(
                        new NewMessage("d", OPEN, Map.of(), out -> out.write(new byte[] {'a', '\r', '\n'})),
                        List.of(new NewEntry(
                                "other", "other/lane", "x.example", "x", "", List.of("a@x.example"), 5, NOW, EXPIRY)))
                .get(0);
        outbox().lease("other", "other/lane", NOW, 1, LEASE_END);
        outbox().settle(new Settlement(
                        id,
                        Set.of(),
                        List.of(new Postponement(List.of(replied("a@x.example", "450 no")), NOW, deferral(time)))))
                .join();
        return id;
    }

    private List<Long> waiting(WaitingFilter filter) {
        return outbox().waiting(filter, 0, 100).entries().stream()
                .map(Entry::id)
                .toList();
    }

    private List<Long> heldIds(HeldFilter filter) {
        return outbox().held(filter, 0, 100).entries().stream()
                .map(held -> held.entry().id())
                .toList();
    }

    private static WaitingFilter filter(
            Optional<String> lane,
            Optional<String> domain,
            Optional<String> senderDomain,
            Optional<String> sender,
            Optional<String> recipient) {
        return WaitingFilter.builder()
                .lane(lane)
                .domain(domain)
                .senderDomain(senderDomain)
                .sender(sender)
                .recipient(recipient)
                .build();
    }

    private static WaitingFilter why(
            Optional<DeferralClass> type,
            Optional<String> rule,
            Optional<Instant> since,
            Optional<Instant> before,
            Optional<Boolean> deferred) {
        return WaitingFilter.builder()
                .deferralClass(type)
                .rule(rule)
                .since(since)
                .before(before)
                .deferred(deferred)
                .build();
    }

    private static WaitingFilter about(DeferralClass type, String rule) {
        return why(Optional.of(type), Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static WaitingFilter between(Instant since, Instant before) {
        return why(Optional.empty(), OPEN, Optional.of(since), Optional.of(before), Optional.empty());
    }

    private static WaitingFilter deferred(boolean wanted) {
        return why(Optional.empty(), OPEN, Optional.empty(), Optional.empty(), Optional.of(wanted));
    }
}
