package io.sluice.outbox;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.mailFrom;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose mail goes first, and what stays behind closed gates. */
public interface FairnessContract {
    String TENANT = "outlook.com";
    int URGENT = 9;
    int NORMAL = 5;
    int BULK = 1;

    /** The outbox under test, empty at the start of each test; its clock stands at {@link Mails#NOW}. */
    Outbox outbox();

    // ---- bands

    @Test
    default void sharesALaneByTheWeightsOfTheBandsThatHaveMail() {
        store(200, mailFrom("a.example", TENANT, URGENT));
        store(200, mailFrom("a.example", TENANT, NORMAL));
        store(200, mailFrom("a.example", TENANT, BULK));

        List<Entry> leased = lease(146);

        assertThat(leased)
                .extracting(Entry::priority)
                .filteredOn(p -> p == URGENT)
                .hasSize(128);
        assertThat(leased)
                .extracting(Entry::priority)
                .filteredOn(p -> p == NORMAL)
                .hasSize(16);
        assertThat(leased)
                .extracting(Entry::priority)
                .filteredOn(p -> p == BULK)
                .hasSize(2);
    }

    @Test
    default void keepsTheSharesOverLeasesOfOne() {
        store(100, mailFrom("a.example", TENANT, NORMAL));
        store(100, mailFrom("a.example", TENANT, BULK));

        List<Integer> priorities = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            priorities.add(lease(1).get(0).priority());
        }

        assertThat(Collections.frequency(priorities, BULK)).isEqualTo(10);
    }

    @Test
    default void givesTheShareOfABandWithoutDueMailToTheOthers() {
        store(5, mailFrom("a.example", TENANT, BULK));
        store(1, mailFrom("a.example", TENANT, URGENT, NOW.plusSeconds(1)));

        assertThat(lease(10)).extracting(Entry::priority).containsExactly(BULK, BULK, BULK, BULK, BULK);
    }

    @Test
    default void letsUrgentMailWaitForOneOtherAtMostHoweverLongItWasAway() {
        store(200, mailFrom("a.example", TENANT, BULK));
        lease(150);

        store(3, mailFrom("a.example", TENANT, URGENT));

        assertThat(lease(2)).extracting(Entry::priority).contains(URGENT);
    }

    // ---- sender domains

    @Test
    default void letsTheSenderDomainsOfABandTakeTurns() {
        store(4, mailFrom("loud.example", TENANT, NORMAL));
        store(2, mailFrom("quiet.example", TENANT, NORMAL));
        store(1, mailFrom("", TENANT, NORMAL));

        assertThat(lease(10))
                .extracting(Entry::senderDomain)
                .containsExactly(
                        "",
                        "loud.example",
                        "quiet.example",
                        "loud.example",
                        "quiet.example",
                        "loud.example",
                        "loud.example");
    }

    @Test
    default void goesOnWithTheNextSenderDomainInTheNextLease() {
        store(3, mailFrom("a.example", TENANT, NORMAL));
        store(3, mailFrom("b.example", TENANT, NORMAL));
        store(3, mailFrom("c.example", TENANT, NORMAL));

        List<String> domains = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            domains.add(lease(1).get(0).senderDomain());
        }

        assertThat(domains)
                .containsExactly("a.example", "b.example", "c.example", "a.example", "b.example", "c.example");
    }

    @Test
    default void doesNotLetASenderDomainBuyTurnsWithManyTenants() {
        for (int i = 0; i < 10; i++) {
            store(1, mailFrom("a.example", i + ".example", NORMAL));
        }
        store(10, mailFrom("b.example", TENANT, NORMAL));

        assertThat(lease(10))
                .extracting(Entry::senderDomain)
                .filteredOn("a.example"::equals)
                .hasSize(5);
    }

    @Test
    default void prefersPriorityThenDueTimeInsideASenderDomainWhateverTheTenant() {
        long second = store(1, mailFrom("a.example", "x.example", 5, NOW.minusSeconds(2)));
        long third = store(1, mailFrom("a.example", "y.example", 5, NOW.minusSeconds(1)));
        long first = store(1, mailFrom("a.example", "z.example", 6, NOW));

        assertThat(lease(10)).extracting(Entry::id).containsExactly(first, second, third);
    }

    // ---- gates

    @Test
    default void passesOverWhatIsBehindAClosedGate() {
        store(3, mailFrom("a.example", "closed.example", URGENT));
        long open = store(1, mailFrom("a.example", TENANT, BULK));

        assertThat(lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example")))
                .extracting(Entry::id)
                .containsExactly(open);
    }

    @Test
    default void passesOverClosedSenderDomains() {
        store(3, mailFrom("closed.example", TENANT, NORMAL));
        long open = store(1, mailFrom("open.example", TENANT, NORMAL));
        LeaseFilter filter = (senderDomain, tenant) -> senderDomain.equals("closed.example")
                ? Optional.of(new LeaseFilter.Closed("sender closed.example", NOW.plusSeconds(60)))
                : Optional.empty();

        assertThat(lease(10, filter)).extracting(Entry::id).containsExactly(open);
    }

    @Test
    default void isNextDueWhenTheGateOpens() {
        store(3, mailFrom("a.example", "closed.example", NORMAL));
        lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example"));

        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW.plusSeconds(60));
        assertThat(leaseAt(NOW.plusSeconds(59), LeaseFilter.OPEN)).isEmpty();
        assertThat(leaseAt(NOW.plusSeconds(60), LeaseFilter.OPEN)).hasSize(3);
    }

    @Test
    default void isNextDueNowWhileAnotherGateIsOpen() {
        store(1, mailFrom("a.example", "closed.example", NORMAL));
        lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example"));
        store(1, mailFrom("a.example", TENANT, NORMAL, NOW.plusSeconds(5)));

        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW.plusSeconds(5));
    }

    @Test
    default void hasNothingDueWhenWhatWasBehindAGateIsGone() {
        long id = store(1, mailFrom("a.example", "closed.example", NORMAL));
        lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example"));

        outbox().withdraw(id);

        assertThat(outbox().nextDue(OUTGOING, LANE)).isEmpty();
    }

    @Test
    default void keepsBehindTheGateWhatStillFindsItClosed() {
        store(3, mailFrom("a.example", "closed.example", NORMAL));
        lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example"));

        assertThat(leaseAt(NOW.plusSeconds(60), tenantsClosed(NOW.plusSeconds(90), "closed.example")))
                .isEmpty();

        assertThat(outbox().nextDue(OUTGOING, LANE)).contains(NOW.plusSeconds(90));
    }

    @Test
    default void looksBehindAGateBeforeItsTimeWhenToldThatItOpened() {
        store(2, mailFrom("a.example", "closed.example", NORMAL));
        lease(10, tenantsClosed(NOW.plusSeconds(60), "closed.example"));

        outbox().gateOpened(OUTGOING, LANE, "tenant closed.example").join();
        outbox().gateOpened(OUTGOING, LANE, "tenant unknown.example").join();

        assertThat(outbox().nextDue(OUTGOING, LANE).orElseThrow()).isBeforeOrEqualTo(NOW);
        assertThat(lease(10)).hasSize(2);
    }

    @Test
    default void takesNoMoreThanAFilterThatCounts() {
        store(5, mailFrom("a.example", "x.example", NORMAL));
        store(5, mailFrom("b.example", "x.example", NORMAL));
        Map<String, Integer> taken = new HashMap<>();
        LeaseFilter twoOfEach = (senderDomain, tenant) -> taken.merge(tenant, 1, Integer::sum) <= 2
                ? Optional.empty()
                : Optional.of(new LeaseFilter.Closed("tenant " + tenant, NOW.plusSeconds(1)));

        assertThat(lease(10, twoOfEach)).hasSize(2);
        assertThat(lease(10)).isEmpty();
        assertThat(leaseAt(NOW.plusSeconds(1), LeaseFilter.OPEN)).hasSize(8);
    }

    @Test
    default void leasesNothingWhenTheFilterFails() {
        store(2, mailFrom("a.example", TENANT, NORMAL));
        LeaseFilter failing = (senderDomain, tenant) -> {
            throw new IllegalStateException("a fault of the lane");
        };

        assertThatThrownBy(() -> lease(10, failing)).isInstanceOf(OutboxException.class);

        assertThat(lease(10)).hasSize(2);
    }

    @Test
    default void endsEvenWhenAGateSaysThatItOpensInThePast() {
        store(2, mailFrom("a.example", "closed.example", NORMAL));

        assertThat(lease(10, tenantsClosed(NOW.minusSeconds(60), "closed.example")))
                .isEmpty();

        assertThat(outbox().nextDue(OUTGOING, LANE).orElseThrow()).isAfter(NOW);
    }

    @Test
    default void letsEverythingThroughOnceThousandsOfGatesOpen() {
        List<NewEntry> entries = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            entries.add(mailFrom(i % 7 + ".example", i + ".closed.example", NORMAL));
        }
        outbox().store(message("m"), entries);
        LeaseFilter allClosed =
                (senderDomain, tenant) -> Optional.of(new LeaseFilter.Closed(tenant, NOW.plusSeconds(60)));
        assertThat(leaseUntilTheNextIsDue(NOW, allClosed)).isZero();

        assertThat(leaseUntilTheNextIsDue(NOW.plusSeconds(60), LeaseFilter.OPEN))
                .isEqualTo(3000);
    }

    // ---- verbs

    /** As a lane does: leases as long as something is due, and not in vain for ever. */
    private int leaseUntilTheNextIsDue(Instant now, LeaseFilter filter) {
        int leased = 0;
        int inVain = 0;
        while (outbox().nextDue(OUTGOING, LANE).filter(due -> !due.isAfter(now)).isPresent()) {
            int size = leaseAt(now, filter).size();
            leased += size;
            inVain += size == 0 ? 1 : 0;
            assertThat(inVain).isLessThan(10);
        }
        return leased;
    }

    private static LeaseFilter tenantsClosed(Instant until, String... tenants) {
        Set<String> closed = Set.of(tenants);
        return (senderDomain, tenant) -> closed.contains(tenant)
                ? Optional.of(new LeaseFilter.Closed("tenant " + tenant, until))
                : Optional.empty();
    }

    /** Stores an entry so many times; the id of the last. */
    private long store(int times, NewEntry entry) {
        List<Long> ids = outbox().store(message("m"), Collections.nCopies(times, entry));
        return ids.get(ids.size() - 1);
    }

    private List<Entry> lease(int max) {
        return lease(max, LeaseFilter.OPEN);
    }

    private List<Entry> lease(int max, LeaseFilter filter) {
        return outbox().lease(OUTGOING, LANE, NOW, max, LEASE_END, filter);
    }

    private List<Entry> leaseAt(Instant now, LeaseFilter filter) {
        return outbox().lease(OUTGOING, LANE, now, 32, LEASE_END, filter);
    }
}
