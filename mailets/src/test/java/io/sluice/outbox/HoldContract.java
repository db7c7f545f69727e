package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.mailFrom;
import static io.sluice.outbox.Mails.replied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every outbox does about held mail. Its clock stands at {@link Mails#NOW}. */
public interface HoldContract extends OutboxVerbs {
    HoldTerms ASKED = new HoldTerms("asked", Optional.empty());

    // ---- hold

    @Test
    default void aHeldEntryDoesNotLeave() {
        long id = stored(entry());

        assertThat(outbox().hold(id, ASKED)).isTrue();

        assertThat(leased()).isEmpty();
        assertThat(outbox().nextDue(OUTGOING, LANE)).isEmpty();
        assertThat(outbox().lanes(OUTGOING)).isEmpty();
        assertThat(outbox().backlog(NOW))
                .containsExactly(new LaneBacklog(OUTGOING, LANE, 0, 0, 1, 0, Optional.empty()));
    }

    @Test
    default void mailCanBeHeldFromTheStart() {
        HoldTerms hold = new HoldTerms("asked", Optional.of(NOW.plusSeconds(9)));

        long id = stored(entry().held(hold));

        assertThat(leased()).isEmpty();
        assertThat(allHeld()).containsExactly(new HeldEntry(outbox().entry(id).orElseThrow(), hold, NOW));
    }

    @Test
    default void holdsOneEntryAndLeavesOthersOfItsFlowAlone() {
        long held = stored(entry());
        long other = stored(entry());

        outbox().hold(held, ASKED);

        assertThat(leased()).containsExactly(other);
    }

    @Test
    default void doesNotHoldWhatIsInFlightOrGone() {
        long id = stored(entry());
        leased();

        assertThat(outbox().hold(id, ASKED)).isFalse();
        assertThat(outbox().hold(id + 1, ASKED)).isFalse();
    }

    @Test
    default void aSecondHoldReplacesReasonAndEndButNotTheBeginning() {
        long id = stored(entry().held(ASKED));
        HoldTerms second = new HoldTerms("blocked", Optional.of(NOW.plusSeconds(60)));

        assertThat(outbox().hold(id, second)).isTrue();

        assertThat(allHeld()).extracting(HeldEntry::hold).containsExactly(second);
        assertThat(outbox().heldSince(id)).contains(NOW);
    }

    @Test
    default void heldMailRunsOutOfTime() {
        long id = stored(entry(LANE, 5, NOW, NOW.plusSeconds(60)).held(ASKED));

        assertThat(outbox().nextExpiry(OUTGOING)).contains(NOW.plusSeconds(60));
        assertThat(outbox().leaseExpired(OUTGOING, NOW.plusSeconds(60), 10, LEASE_END))
                .extracting(Entry::id)
                .containsExactly(id);
    }

    @Test
    default void heldMailCanBeWithdrawn() {
        long id = stored(entry().held(ASKED));

        assertThat(outbox().withdraw(id)).isTrue();

        assertThat(allHeld()).isEmpty();
        assertThat(outbox().size()).isZero();
    }

    @Test
    default void refusesReasonsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldTerms("", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldTerms("a\r\nb", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldTerms("x".repeat(65), Optional.empty()));
    }

    // ---- release

    @Test
    default void aReleasedEntryIsDueAtOnce() {
        long id = stored(entry(LANE, 5, NOW.plusSeconds(3600), EXPIRY).held(ASKED));

        assertThat(outbox().release(id)).isTrue();

        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW);
        assertThat(leased()).containsExactly(id);
        assertThat(outbox().release(id)).isFalse();
    }

    @Test
    default void releasesNothingThatIsNotHeld() {
        long id = stored(entry());

        assertThat(outbox().release(id)).isFalse();
        assertThat(outbox().release(id + 1)).isFalse();
    }

    @Test
    default void remembersThatAReleasedEntryWasHeld() {
        long held = stored(entry().held(ASKED));
        long never = stored(entry());

        outbox().release(held);

        assertThat(outbox().heldSince(held)).contains(NOW);
        assertThat(outbox().heldSince(never)).isEmpty();
    }

    @Test
    default void whatASplitLeavesWasHeldToo() {
        long id = stored(entry("a@x", "b@x").held(ASKED));
        outbox().release(id);
        leased();

        List<Long> ids = outbox().settle(new Settlement(
                        id,
                        Set.of(),
                        List.of(
                                new Postponement(List.of(replied("a@x", "450 a")), NOW, deferral(NOW)),
                                new Postponement(List.of(replied("b@x", "450 b")), NOW, deferral(NOW)))))
                .join();

        assertThat(ids).hasSize(2).allSatisfy(each -> assertThat(outbox().heldSince(each))
                .contains(NOW));
    }

    @Test
    default void releasesThoseThatMatch() {
        long match = held("asked", LANE, "example.com");
        held("other", LANE, "example.com");
        held("asked", "192.0.2.1/business", "example.com");
        held("asked", LANE, "example.net");
        HeldFilter filter =
                new HeldFilter(Optional.of("asked"), Optional.of(LANE), Optional.of("example.com"), Optional.of(NOW));

        assertThat(outbox().countHeld(filter)).isEqualTo(1);
        assertThat(outbox().release(filter, 0, 100)).isEqualTo(new Released(1, OptionalLong.empty()));

        assertThat(leased()).containsExactly(match);
        assertThat(outbox().countHeld(HeldFilter.ALL)).isEqualTo(3);
    }

    @Test
    default void releasesTheMailOfTheNullSender() {
        long match = held("asked", LANE, "");
        held("asked", LANE, "example.com");

        outbox().release(new HeldFilter(Optional.empty(), Optional.empty(), Optional.of(""), Optional.empty()), 0, 9);

        assertThat(leased()).containsExactly(match);
    }

    @Test
    default void leavesWhatWasHeldLaterThanTheFilterSays() {
        stored(entry().held(ASKED));

        assertThat(outbox().release(HeldFilter.ALL.heldBy(NOW.minusMillis(1)), 0, 9)
                        .count())
                .isZero();
        assertThat(outbox().release(HeldFilter.ALL.heldBy(NOW), 0, 9).count()).isEqualTo(1);
    }

    @Test
    default void releasesInBatchesOfBoundedSize() {
        for (int i = 0; i < 25; i++) {
            held(i % 2 == 0 ? "even" : "odd", LANE, "example.com");
        }

        List<Integer> batches = new ArrayList<>();
        OptionalLong after = OptionalLong.of(0);
        while (after.isPresent()) {
            Released released = outbox().release(HeldFilter.ofReason("odd"), after.getAsLong(), 10);
            batches.add(released.count());
            after = released.next();
        }

        assertThat(batches).containsExactly(5, 5, 2);
        assertThat(outbox().countHeld(HeldFilter.ALL)).isEqualTo(13);
    }

    // ---- holds that end by themselves

    @Test
    default void knowsWhenTheNextHoldEnds() {
        stored(entry().held(ASKED));
        stored(entry().held(new HoldTerms("asked", Optional.of(NOW.plusSeconds(20)))));
        stored(entry().held(new HoldTerms("asked", Optional.of(NOW.plusSeconds(10)))));

        assertThat(outbox().nextRelease(OUTGOING)).contains(NOW.plusSeconds(10));
        assertThat(outbox().nextRelease("elsewhere")).isEmpty();
    }

    @Test
    default void returnsWhatItsTimeHasComeForAndKeepsWhatElseItWaitsFor() {
        Instant end = NOW.plusSeconds(10);
        long ready = stored(entry().held(new HoldTerms("asked", Optional.of(end))));
        long waiting =
                stored(entry(LANE, 5, NOW.plusSeconds(60), EXPIRY).held(new HoldTerms("asked", Optional.of(end))));
        long later = stored(entry().held(new HoldTerms("asked", Optional.of(end.plusMillis(1)))));

        assertThat(outbox().releaseDue(OUTGOING, end.minusMillis(1), 10)).isZero();
        assertThat(outbox().releaseDue(OUTGOING, end, 10)).isEqualTo(2);

        assertThat(leased()).containsExactly(ready);
        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW.plusSeconds(60));
        assertThat(outbox().entry(waiting).orElseThrow().due()).isEqualTo(NOW.plusSeconds(60));
        assertThat(allHeld()).extracting(held -> held.entry().id()).containsExactly(later);
    }

    @Test
    default void returnsABoundedNumberAtOnce() {
        for (int i = 0; i < 5; i++) {
            stored(entry().held(new HoldTerms("asked", Optional.of(NOW))));
        }

        assertThat(outbox().releaseDue(OUTGOING, NOW, 3)).isEqualTo(3);
        assertThat(outbox().releaseDue(OUTGOING, NOW, 3)).isEqualTo(2);
    }

    // ---- pages

    @Test
    default void showsHeldMailPageByPage() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(held("asked", LANE, "example.com"));
        }
        stored(entry());

        HeldPage first = outbox().held(HeldFilter.ALL, 0, 3);
        HeldPage second = outbox().held(HeldFilter.ALL, first.next().orElseThrow(), 3);

        assertThat(first.entries()).extracting(held -> held.entry().id()).containsExactlyElementsOf(ids.subList(0, 3));
        assertThat(second.entries()).extracting(held -> held.entry().id()).containsExactlyElementsOf(ids.subList(3, 5));
        assertThat(second.next()).isEmpty();
    }

    @Test
    default void showsOnlyWhatMatches() {
        held("asked", LANE, "example.com");
        long match = held("blocked", LANE, "example.com");

        assertThat(outbox().held(HeldFilter.ofReason("blocked"), 0, 10).entries())
                .extracting(held -> held.entry().id())
                .containsExactly(match);
    }

    // ---- verbs

    private long held(String reason, String lane, String senderDomain) {
        NewEntry mail = mailFrom(senderDomain, "outlook.com", 5);
        return stored(new NewEntry(
                        OUTGOING, lane, mail.domain(), mail.tenant(), senderDomain, mail.recipients(), 5, NOW, EXPIRY)
                .held(new HoldTerms(reason, Optional.empty())));
    }

    private List<Long> leased() {
        return outbox().lease(OUTGOING, LANE, NOW, 100, LEASE_END).stream()
                .map(Entry::id)
                .toList();
    }

    private List<HeldEntry> allHeld() {
        return outbox().held(HeldFilter.ALL, 0, 100).entries();
    }
}
