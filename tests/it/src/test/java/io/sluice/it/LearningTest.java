package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes on a real server: the rate follows what the receiver says, within what is configured. */
class LearningTest {
    /** For mail that a busy machine sends for half a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String URGENT = "urgent@sender.example";
    private static final String BULK = "bulk@sender.example";

    private Sluice sluice;

    @AfterEach
    void stop() {
        sluice.close();
    }

    private void start(String... keysAndValues) {
        sluice = Sluice.startLearning((world, setup) -> {
            setup.sluice("lanes.check-period", "100 ms")
                    // Longer than a test lets a receiver be silent.
                    .mailet(Sluice.MAILET, "timeout", "3 minutes")
                    .configure(configuration -> configuration.edit(
                            "mailetcontainer.xml",
                            xml -> xml.replaceFirst(
                                    "(?=<mailet [^>]*match=\"io.sluice.matchers.HostedByMicrosoft\")",
                                    priority(URGENT, 9) + priority(BULK, 1))));
            for (int i = 0; i < keysAndValues.length; i += 2) {
                setup.sluice(keysAndValues[i], keysAndValues[i + 1]);
            }
            return setup;
        });
    }

    private static String priority(String sender, int priority) {
        return "<mailet match=\"SenderIs=" + sender + "\" class=\"WithPriority\"><priority>" + priority
                + "</priority></mailet>";
    }

    @Test
    void slowsDownUnderAReceiverThatRefusesAboveARateAndSpeedsUpAgain() {
        start("lane.business.rate.start", "5/s", "control.patience", "20");
        sluice.business().allows(10, Duration.ofMillis(500));
        List<ProbeMail> first = mails(300, "contoso.com");

        sluice.submit(first);

        sluice.world().awaitDelivered(first, PATIENCE);
        assertThat(sluice.awaitDelivered(first)).hasSize(300).allSatisfy(Sluice::once);
        long refused = sluice.business().ledger().refusalCount();
        LaneLine limited = sluice.businessLane();
        System.out.println("300 mails over a limit of 20/s: " + refused + " refused, rate " + limited.rate()
                + "/s, hurt at " + limited.hurt() + "/s");
        assertThat(refused).isBetween(1L, 30L);
        assertThat(limited.hurt()).isBetween(10.0, 60.0);
        assertThat(limited.rate()).isLessThan(limited.hurt() * 1.1);
        sluice.business().recovers();
        List<ProbeMail> second = mails(300, "fabrikam.com");

        sluice.submit(second);

        sluice.world().awaitDelivered(second, PATIENCE);
        assertThat(sluice.awaitDelivered(second)).hasSize(300).allSatisfy(Sluice::once);
        assertThat(sluice.businessLane().rate()).isGreaterThan(limited.rate());
        assertThat(sluice.businessLane().rate()).isGreaterThan(limited.hurt());
    }

    @Test
    void staysWithinALimitOfItsOwnAndTakesAnotherWhileItRuns() {
        start("lane.default/consumer.rate.ceiling", "5/s", "lane.consumer.rate.start", "50/s");
        List<ProbeMail> first = mails(40, "hotmail.com");

        sluice.submit(first);

        assertThat(sluice.awaitDelivered(first)).hasSize(40).allSatisfy(Sluice::once);
        List<Instant> times = sluice.consumer().ledger().accepted().stream()
                .map(AcceptedMail::at)
                .sorted()
                .toList();
        // What left on time may arrive late, and so closer to the next.
        assertThat(mostWithin(Duration.ofSeconds(2), times)).isLessThanOrEqualTo(5 + 2 * 5 + 5);
        assertThat(Duration.between(times.get(0), times.get(39))).isGreaterThan(Duration.ofSeconds(6));
        sluice.james()
                .configuration()
                .edit("sluice.properties", text -> text.replace("rate.ceiling=5/s", "rate.ceiling=50/s"));
        sluice.james().awaitLog("limits-changed", Awaiting.SOON);
        sluice.submit(mails(60, "hotmail.com"));
        Awaiting.until("a higher rate", () -> sluice.consumerLane().rate() > 5.5);
        sluice.james()
                .configuration()
                .edit("sluice.properties", text -> text.replace("rate.ceiling=50/s", "rate.ceiling=3/s"));
        Awaiting.until("a lower rate", () -> sluice.consumerLane().rate() <= 3);
    }

    private static long mostWithin(Duration window, List<Instant> times) {
        return times.stream()
                .mapToLong(from -> times.stream()
                        .filter(at -> !at.isBefore(from) && at.isBefore(from.plus(window)))
                        .count())
                .max()
                .orElse(0);
    }

    @Test
    void slowsDownNobodyForATenantThatTakesNoMore() {
        start("lane.business.rate.start", "100/s", "lane.business.gate-rate.start", "20/s");
        Rule busy = sluice.business().tenant("contoso.com").atRcpt();
        busy.answers("432 4.3.2 STOREDRV.Deliver; mailbox database thread limit exceeded");
        List<ProbeMail> contoso = mails(50, "contoso.com");
        List<ProbeMail> fabrikam = mails(200, "fabrikam.com");
        sluice.submit(contoso);
        sluice.business().ledger().awaitRefusals(1, Awaiting.SOON);
        double before = sluice.businessLane().rate();

        sluice.submit(fabrikam);

        sluice.world().awaitDelivered(fabrikam, Awaiting.SOON);
        assertThat(sluice.businessLane().rate()).isGreaterThanOrEqualTo(before);
        assertThat(sluice.businessLane().hurt()).isZero();
        assertThat(sluice.businessLane().state()).isEqualTo("open");
        Awaiting.until(
                "the mail of the one tenant, and no other",
                () -> sluice.businessLane().backlog() == 50);
        assertThat(busy.applied()).isLessThan(40);
        sluice.business().smtp().remove(busy);
        assertThat(sluice.awaitDelivered(contoso)).hasSize(50).allSatisfy(Sluice::once);
    }

    @Test
    void letsUrgentMailOvertakeBulkThatStillMoves() {
        start("lane.consumer.rate.ceiling", "40/s", "lane.consumer.rate.start", "40/s");
        List<ProbeMail> bulk = from(BULK, mails(500, "hotmail.com"));
        List<ProbeMail> urgent = from(URGENT, mails(150, "hotmail.com"));
        // However long a busy machine takes to let all of it in, no bulk has left by then.
        Stall jam = sluice.consumer().smtp().when(Stage.MAIL).stalls();
        sluice.submit(bulk);
        jam.awaitWaiting(1, Awaiting.SOON);
        sluice.submit(urgent);
        Awaiting.until("all of it in the outbox", () -> sluice.consumerLane().backlog() == 650);
        int underWay = jam.waiting();

        jam.release();

        Awaiting.until("all urgent mail", () -> accepted(URGENT) == 150);
        long overtaken = 500 - accepted(BULK);
        System.out.println("150 urgent mails overtook " + overtaken + " of 500");
        assertThat(overtaken).isGreaterThan(150);
        List<String> order = sluice.consumer().ledger().accepted().stream()
                .map(AcceptedMail::sender)
                .toList();
        assertThat(order.subList(0, order.lastIndexOf(URGENT)))
                .as("bulk between, beside the %s that were under way before", underWay)
                .areAtLeast(underWay + 1, new Condition<>(BULK::equals, "bulk"));
        assertThat(sluice.awaitDelivered(bulk)).hasSize(500).allSatisfy(Sluice::once);
    }

    private long accepted(String sender) {
        return sluice.consumer().ledger().accepted().stream()
                .filter(mail -> mail.sender().equals(sender))
                .count();
    }

    private static List<ProbeMail> from(String sender, List<ProbeMail> mails) {
        return mails.stream().map(mail -> mail.from(sender)).toList();
    }

    private static List<ProbeMail> mails(int count, String domain) {
        return IntStream.range(0, count)
                .mapToObj(number -> ProbeMail.to("user" + number + "@" + domain))
                .toList();
    }
}
