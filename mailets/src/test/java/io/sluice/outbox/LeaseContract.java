package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every outbox gives entries out, and takes them back unattempted. Its clock stands at {@link Mails#NOW}. */
public interface LeaseContract extends OutboxVerbs {
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
}
