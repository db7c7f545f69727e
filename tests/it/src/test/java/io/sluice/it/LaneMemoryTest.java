package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a lane has learned, and why it is closed, outlives the server. */
class LaneMemoryTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.startLearning(
                (world, setup) -> setup.mailet(Sluice.MAILET, "retry.ip-blocked", "1 hour to 2 hours")
                        .sluice("lane.business.rate.start", "50/s"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void keepsRateAndSuspensionOverARestartAndAKill() {
        sluice.business().smtp().when(Stage.MAIL).first(1).answers(c -> sluice.business()
                .replies()
                .serverBusy(c.peer()));
        List<ProbeMail> business = IntStream.range(0, 20)
                .mapToObj(number -> ProbeMail.to("user" + number + "@contoso.com"))
                .toList();
        sluice.submit(business);
        assertThat(sluice.awaitDelivered(business)).hasSize(20).allSatisfy(Sluice::once);
        LaneLine learned = sluice.businessLane();
        assertThat(learned.rate()).isLessThan(50);
        assertThat(learned.hurt()).isPositive();
        sluice.consumer().blocks();
        ProbeMail blocked = ProbeMail.to("ann@hotmail.com");
        sluice.submit(blocked);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);
        Awaiting.until("a closed lane", () -> sluice.consumerLane().state().equals("closed"));
        LaneLine closed = sluice.consumerLane();

        sluice.james().restart();

        remembers(closed, learned);
        ProbeMail another = ProbeMail.to("bob@hotmail.com");
        sluice.submit(another);
        remembers(closed, learned);

        sluice.james().kill();
        sluice.james().start();

        remembers(closed, learned);
        assertThat(sluice.consumer().ledger().refusalCount()).isEqualTo(1);
        assertThat(sluice.consumerLane().backlog()).isEqualTo(2);
    }

    private static void remembers(LaneLine closed, LaneLine learned) {
        Awaiting.until("the lane", () -> sluice.consumerLane().rate() > 0);
        LaneLine now = sluice.consumerLane();
        assertThat(now.state()).isEqualTo("closed");
        assertThat(Instant.parse(now.until())).isCloseTo(Instant.parse(closed.until()), within(1, ChronoUnit.SECONDS));
        assertThat(now.cause()).isEqualTo(closed.cause());
        ProbeMail mail = ProbeMail.to("cat@fabrikam.com");
        sluice.submit(mail);
        sluice.world().awaitDelivered(List.of(mail), Awaiting.SOON);
        assertThat(sluice.businessLane().hurt()).isEqualTo(learned.hurt());
        assertThat(sluice.businessLane().rate()).isLessThan(50);
    }
}
