package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Ledger;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backlog that may leave all at once does not: the receiver sees the lane's rate and its few connections. */
class HerdTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int BACKLOG = 300;
    private static final int RATE = 20;
    private static final int CONNECTIONS = 3;

    /** What a second may bring on a machine that stutters; without a lane it would be all of the backlog. */
    private static final int MOST_A_SECOND = 2 * RATE;

    private MicrosoftWorld world;
    private JamesServer james;

    @BeforeEach
    void start() {
        world = MicrosoftWorld.start(Recording.ENVELOPES);
        james = world.james()
                .mailet("MicrosoftRemoteDelivery", "retry.ip-reputation-throttle", "2 sec to 3 sec")
                .sluice("lane.consumer.rate.start", RATE + "/s")
                .sluice("lane.consumer.rate.ceiling", RATE + "/s")
                .sluice("lane.consumer.connections.start", Integer.toString(CONNECTIONS))
                .sluice("lane.consumer.connections.ceiling", Integer.toString(CONNECTIONS))
                .start();
    }

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void sendsOneProbeAndThenTheLanesRateWhenTheReceiverIsBack() {
        Stall probe = world.consumer().smtp().when(Stage.END_OF_DATA).first(1).stalls();
        Rule throttle = world.consumer().throttles(Integer.MAX_VALUE);
        List<ProbeMail> mails = backlog();
        james.submit(mails, 4).complete();
        ledger().awaitRefusals(2, SOON);
        long refused = ledger().refusalCount();
        world.consumer().smtp().remove(throttle);
        // The first mail that passes waits for its answer.
        probe.awaitWaiting(1, SOON);
        await("no other mail passes meanwhile")
                .during(PROBE)
                .atMost(SOON)
                .until(() -> probe.waiting() == 1 && ledger().acceptedMails() == 0);
        long begin = System.nanoTime();
        probe.release();

        world.awaitDelivered(mails, SOON);
        Faults faults = Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - begin))
                .note("Receiver refuses for a time, then a backlog of " + BACKLOG, herd());
        assertThat(refused).as("refusals while it throttled").isLessThan(10);
        assertRamp(ledger().accepted());
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    @Test
    void sendsAtTheLanesRateWhenItStartsWithABacklog() {
        List<ProbeMail> mails = backlog();
        james.submit(mails, 4).complete();
        ledger().awaitAccepted(1, SOON);
        james.stop();
        Instant stopped = Instant.now();
        james.start();
        long begin = System.nanoTime();

        world.awaitDelivered(mails, SOON);
        Faults faults = Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - begin))
                .note("Start with a backlog of " + BACKLOG, herd());
        List<AcceptedMail> afterwards = ledger().accepted().stream()
                .filter(mail -> mail.at().isAfter(stopped))
                .toList();
        assertThat(afterwards).hasSizeGreaterThan(MOST_A_SECOND);
        assertRamp(afterwards);
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    private void assertRamp(List<AcceptedMail> mails) {
        Instant first = mails.get(0).at();
        long inFirstSecond = mails.stream()
                .filter(mail -> mail.at().isBefore(first.plusSeconds(1)))
                .count();
        assertThat(inFirstSecond).as("mails in the first second").isLessThanOrEqualTo(MOST_A_SECOND);
        assertThat(ledger().mostConnections()).as("connections at one time").isLessThanOrEqualTo(CONNECTIONS);
    }

    private static String herd() {
        return "at most " + RATE + " mails a second over " + CONNECTIONS + " connections, as the lane allows";
    }

    private static List<ProbeMail> backlog() {
        return Probes.many(BACKLOG, number -> "herd-" + number + "@hotmail.com");
    }

    private Ledger ledger() {
        return world.consumer().ledger();
    }
}
