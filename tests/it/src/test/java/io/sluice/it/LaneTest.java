package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a verdict is about waits, and nothing else: the lane, the tenant, the host. */
@ExtendWith(SharedSluice.class)
class LaneTest {
    private static final String STORE_BUSY = "432 4.3.2 STOREDRV.Deliver; mailbox database thread limit exceeded";

    private final Sluice sluice;

    LaneTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @Test
    void aClosedLaneDoesNotDelayOtherMail() {
        sluice.consumer().throttles();
        List<ProbeMail> slow = mails(20, "hotmail.com");
        List<ProbeMail> business = mails(20, "contoso.com");
        ProbeMail other = ProbeMail.to("cat@example.org");
        sluice.submit(slow);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);

        sluice.submit(business);
        sluice.submit(other);

        sluice.world().awaitDelivered(business, Awaiting.SOON);
        sluice.world().awaitDelivered(List.of(other), Awaiting.SOON);
        assertThat(sluice.consumer().ledger().acceptedMails()).isZero();
        assertThat(sluice.business().ledger().refusalCount()).isZero();
        sluice.consumer().recovers();
        assertThat(sluice.awaitDelivered(slow)).hasSize(20).allSatisfy(Sluice::once);
    }

    @Test
    void mailOfAClosedLaneWaitsWhileASingleMailTestsIt() {
        sluice.consumer().throttles();
        ProbeMail first = ProbeMail.to("first@hotmail.com");
        sluice.submit(first);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);
        List<ProbeMail> others = mails(20, "hotmail.com");
        sluice.submit(others);
        sluice.consumer().ledger().awaitRefusals(3, Awaiting.SOON);
        sluice.consumer().recovers();
        Stall test = sluice.consumer().smtp().when(Stage.MAIL).stalls();
        test.awaitWaiting(1, Awaiting.SOON);
        Awaiting.throughout(
                Duration.ofMillis(700), "a single mail under way", () -> test.waiting() == 1 && accepted() == 0);

        sluice.consumer().recovers();
        test.release();

        assertThat(sluice.awaitDelivered(first)).allSatisfy(Sluice::once);
        assertThat(sluice.awaitDelivered(others)).hasSize(20).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().refusalCount()).isBetween(3L, 5L);
    }

    private long accepted() {
        return sluice.consumer().ledger().acceptedMails();
    }

    @Test
    void keepsMailOfABlockedAddressAndClosesTheLane() {
        sluice.consumer().blocks();
        LaneLine before = sluice.consumerLane();
        long begin = System.nanoTime();
        ProbeMail first = ProbeMail.to("first@hotmail.com");
        sluice.submit(first);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);
        List<ProbeMail> others = mails(10, "outlook.com");
        sluice.submit(others);

        sluice.consumer().ledger().awaitRefusals(3, Awaiting.SOON);
        Awaiting.until("all of it in the outbox", () -> sluice.consumerLane().backlog() == 11);

        LaneLine blocked = sluice.consumerLane();
        assertThat(blocked.state()).isIn("closed", "testing");
        assertThat(blocked.cause())
                .startsWith("ip-blocked (consumer-ip-block-list): 550 5.7.1")
                .contains("(S3150)");
        assertThat(blocked.failed()).isEqualTo(before.failed());
        assertThat(sluice.bounced().of(first)).isEmpty();
        sluice.consumer().recovers();
        assertThat(sluice.awaitDelivered(first)).allSatisfy(Sluice::once);
        assertThat(sluice.awaitDelivered(others)).hasSize(10).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().refusalCount()).isLessThanOrEqualTo(attemptsOfOneSince(begin));
        others.forEach(mail -> assertThat(sluice.bounced().of(mail)).isEmpty());
    }

    @Test
    void keepsMailOfAnAddressThatExchangeOnlineHasBanned() {
        Rule ban = sluice.business().blocks();
        ProbeMail mail = ProbeMail.to("bob@contoso.com");

        sluice.submit(mail);

        assertThat(sluice.deferred().await(mail).attribute("sluice.class")).isEqualTo("ip-blocked");
        sluice.business().smtp().remove(ban);
        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
        assertThat(sluice.bounced().of(mail)).isEmpty();
    }

    @Test
    void aVerdictAboutTheAddressIsNotRetriedOnTheNextHost() {
        SimulatedReceiver first = twoHosts("address.example", "127.0.0.14");
        first.when(Stage.MAIL).first(2).answers(c -> sluice.business().replies().serverBusy(c.peer()));
        ProbeMail mail = ProbeMail.to("ann@address.example");

        sluice.submit(mail);

        first.ledger().awaitAccepted(1, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(first.ledger().refusalCount()).isEqualTo(2);
        assertThat(first.ledger().acceptedMails()).isEqualTo(1);
        assertThat(sluice.business().ledger().connections()).isZero();
    }

    @Test
    void theFailureOfAHostIsRetriedOnTheNextHostAtOnce() {
        SimulatedReceiver first = twoHosts("host.example", "127.0.0.15");
        first.when(Stage.CONNECT).answersAndCloses("421 4.3.2 Service not active");
        LaneLine before = sluice.businessLane();
        ProbeMail mail = ProbeMail.to("ann@host.example");

        sluice.submit(mail);

        sluice.business().ledger().awaitAccepted(1, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(first.ledger().refusalCount()).isEqualTo(1);
        assertThat(sluice.business().ledger().acceptedMails()).isEqualTo(1);
        assertThat(sluice.businessLane().attempts() - before.attempts()).isEqualTo(1);
        assertThat(sluice.deferred().of(mail)).isEmpty();
    }

    /** A tenant with two MX hosts, of which the first is a receiver of its own and the second is that of all tenants. */
    private SimulatedReceiver twoHosts(String domain, String address) {
        String name = domain.replace('.', '-');
        SimulatedReceiver first = sluice.receiver(name, address);
        sluice.world().hostTenant(domain);
        sluice.world().dns().forget(domain);
        sluice.world()
                .dns()
                .mx(domain, 10, name + "-1.mail.protection.outlook.com")
                .mx(domain, 20, name + ".mail.protection.outlook.com")
                .a(name + "-1.mail.protection.outlook.com", address);
        return first;
    }

    @Test
    void aBusyTenantDoesNotDelayAnother() {
        Rule busy = sluice.business().tenant("contoso.com").atRcpt();
        busy.answers(STORE_BUSY);
        long begin = System.nanoTime();
        ProbeMail first = ProbeMail.to("first@contoso.com");
        sluice.submit(first);
        sluice.business().ledger().awaitRefusals(1, Awaiting.SOON);
        List<ProbeMail> contoso = mails(20, "contoso.com");
        List<ProbeMail> fabrikam = mails(20, "fabrikam.com");

        sluice.submit(contoso);
        sluice.submit(fabrikam);

        sluice.world().awaitDelivered(fabrikam, Awaiting.SOON);
        assertThat(sluice.businessLane().state()).isEqualTo("open");
        assertThat(sluice.business().ledger().acceptedMails()).isEqualTo(20);
        sluice.business().smtp().remove(busy);
        assertThat(sluice.awaitDelivered(first)).allSatisfy(Sluice::once);
        assertThat(sluice.awaitDelivered(contoso)).hasSize(20).allSatisfy(Sluice::once);
        assertThat((long) busy.applied()).isLessThanOrEqualTo(attemptsOfOneSince(begin));
    }

    @Test
    void aTenantWhoseHostIsDownDoesNotDelayAnother() {
        SimulatedReceiver down = sluice.receiver("down", "127.0.0.17");
        down.down();
        sluice.world().dns().mx("down.example", 10, "down-example.mail.protection.outlook.com");
        sluice.world().dns().a("down-example.mail.protection.outlook.com", "127.0.0.17");
        List<ProbeMail> waiting = mails(10, "down.example");
        List<ProbeMail> fabrikam = mails(10, "fabrikam.com");
        sluice.submit(waiting);
        assertThat(sluice.deferred().await(waiting.get(0)).attribute("sluice.class"))
                .isEqualTo("network");

        sluice.submit(fabrikam);

        sluice.world().awaitDelivered(fabrikam, Awaiting.SOON);
        assertThat(sluice.businessLane().state()).isEqualTo("open");
        Awaiting.until(
                "mail for the host that is down, and no other",
                () -> sluice.businessLane().backlog() == 10);
        down.up();
        down.ledger().awaitAccepted(10, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(down.ledger().acceptedMails()).isEqualTo(10);
    }

    @Test
    void tellsStateAndCountsOfALane() {
        sluice.consumer().throttles();
        LaneLine before = sluice.consumerLane();
        ProbeMail first = ProbeMail.to("first@hotmail.com");
        List<ProbeMail> others = mails(5, "hotmail.com");
        sluice.submit(first);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);
        sluice.submit(others);

        Awaiting.until("six entries", () -> sluice.consumerLane().backlog() == 6);

        LaneLine closed = sluice.consumerLane();
        assertThat(closed.state()).isIn("closed", "testing");
        assertThat(closed.cause())
                .startsWith("ip-reputation-throttle (ip-reputation-rate-limit): 451 4.7.650")
                .contains("(S775)");
        assertThat(closed.accepted()).isEqualTo(before.accepted());
        sluice.consumer().recovers();
        sluice.awaitDelivered(others);
        LaneLine after = sluice.consumerLane();
        assertThat(after.state()).isEqualTo("open");
        assertThat(after.accepted() - before.accepted()).isEqualTo(6);
        assertThat(after.backlog()).isZero();
        assertThat(after.deferrals() - before.deferrals())
                .isEqualTo(sluice.consumer().ledger().refusalCount());
        assertThat(after.attempts() - before.attempts())
                .isEqualTo(6 + sluice.consumer().ledger().refusalCount());
    }

    /** How often a single mail at a time may have been tried since then: once in each of the shortest waits. */
    private static long attemptsOfOneSince(long nanoTime) {
        return 1 + Duration.ofNanos(System.nanoTime() - nanoTime).dividedBy(Sluice.SHORTEST_WAIT);
    }

    private static List<ProbeMail> mails(int count, String domain) {
        return IntStream.range(0, count)
                .mapToObj(number -> ProbeMail.to("user" + number + "@" + domain))
                .toList();
    }
}
