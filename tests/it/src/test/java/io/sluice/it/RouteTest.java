package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Conversation;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail has three paths to Microsoft: the usual address, a second one, and a smarthost. */
class RouteTest {
    private static final String SECOND_ADDRESS = "127.0.0.61";
    private static final String PATHS =
            """
            <processor state="paths" enableJmx="false">
              <mailet match="All" class="io.sluice.mailets.MicrosoftRemoteDelivery">
                <outgoing>second</outgoing>
                <bind>127.0.0.61</bind>
                <bounceProcessor>bounces</bounceProcessor>
              </mailet>
              <mailet match="All" class="io.sluice.mailets.MicrosoftRemoteDelivery">
                <outgoing>smarthost</outgoing>
                <gateway>smtp.office365.com</gateway>
                <bounceProcessor>bounces</bounceProcessor>
              </mailet>
            </processor>
            """;
    private static final String ROOT =
            """
            <processor state="root" enableJmx="false">
              <mailet match="io.sluice.matchers.LaneIs=default/consumer:blocked" class="ToRepository">
                <repositoryPath>memory://var/while-blocked/</repositoryPath>
                <passThrough>true</passThrough>
              </mailet>
              <mailet match="io.sluice.matchers.LaneIs=open" class="ToRepository">
                <repositoryPath>memory://var/while-open/</repositoryPath>
                <passThrough>true</passThrough>
              </mailet>
              <mailet match="io.sluice.matchers.HostedByMicrosoft=consumer" class="io.sluice.mailets.Route">
                <paths>microsoft, second, smarthost</paths>
                <name>consumer</name>
                <returnAfter>3 sec</returnAfter>
              </mailet>
              <mailet match="io.sluice.matchers.HostedByMicrosoft" class="io.sluice.mailets.Route">
                <paths>microsoft, processor:nowhere</paths>
                <name>business</name>
              </mailet>
              <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
            </processor>
            """;

    private static Sluice sluice;
    private static SimulatedReceiver smarthost;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> {
            world.dns().a("smtp.office365.com", "127.0.0.16");
            return james.configure(configuration ->
                            configuration.processor(PATHS).processor(ROOT).processor(Sluice.copies("nowhere", "")))
                    .mailet(Sluice.MAILET, "retry.ip-blocked", "2 s to 4 s")
                    .sluice("lane.submission.rate.ceiling", "100/s")
                    .sluice("lane.submission.rate.start", "100/s")
                    .sluice("lane.submission.connection-rate.ceiling", "100/s")
                    .sluice("lane.submission.connection-rate.start", "100/s");
        });
        smarthost = sluice.receiver("DB7PR04CA0012.eurprd04.prod.outlook.com", "127.0.0.16");
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
        awaitFirstPath();
    }

    @Test
    void aBacklogOfABlockedAddressLeavesFromTheSecondOneAndNewMailToo() {
        block(c -> !fromSecond(c));
        List<ProbeMail> mails = mails(60);

        sluice.submit(mails);

        assertThat(sluice.awaitDelivered(mails)).hasSize(60).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().acceptedMails()).isEqualTo(60);
        assertThat(sluice.lane(SECOND_ADDRESS + "/consumer").accepted()).isGreaterThanOrEqualTo(60);
        assertThat(smarthost.ledger().acceptedMails()).isZero();
        assertThat(sluice.bounced().of(mails.get(0))).isEmpty();
        assertThat(sluice.consumerLane().failed()).isEmpty();
    }

    @Test
    void goesThroughTheSmarthostWhenBothAddressesAreBlocked() {
        block(c -> true);
        List<ProbeMail> mails = mails(30);

        sluice.submit(mails);

        smarthost.ledger().awaitAccepted(30, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(smarthost.ledger().acceptedMails()).isEqualTo(30);
        assertThat(sluice.consumer().ledger().acceptedMails()).isZero();
        assertThat(sluice.lanes()).allSatisfy(lane -> assertThat(lane.failed()).isEmpty());
    }

    @Test
    void takesAPathAgainAfterItHasBeenOpenForAWhile() {
        Rule block = block(c -> !fromSecond(c));
        ProbeMail first = ProbeMail.to("ann@hotmail.com");
        sluice.submit(first);
        assertThat(sluice.awaitDelivered(first)).allSatisfy(Sluice::once);
        long onSecond = onSecond();
        assertThat(onSecond).isPositive();

        sluice.consumer().smtp().remove(block);

        awaitFirstPath();
        assertThat(sluice.consumerLane().state()).isEqualTo("open");
    }

    @Test
    void aProcessorGetsNewMailWhenNoPathIsInOrder() {
        sluice.business().blocks();
        ProbeMail waits = ProbeMail.to("bob@contoso.com");
        sluice.submit(waits);
        Awaiting.until("a closed lane", () -> !sluice.businessLane().state().equals("open"));

        // A single one may test the lane at this moment.
        List<ProbeMail> mails = List.of(ProbeMail.to("bob@contoso.com"), ProbeMail.to("bob@contoso.com"));
        mails.forEach(sluice::submit);

        Awaiting.until("mail in the processor", () -> mails.stream()
                .anyMatch(mail -> !sluice.repository("var/nowhere").of(mail).isEmpty()));
        sluice.business().recovers();
        assertThat(sluice.awaitDelivered(waits)).allSatisfy(Sluice::once);
        assertThat(sluice.bounced().of(waits)).isEmpty();
    }

    @Test
    void matchersKnowHowALaneStands() {
        ProbeMail before = ProbeMail.to("ann@hotmail.com");
        sluice.submit(before);
        assertThat(sluice.awaitDelivered(before)).allSatisfy(Sluice::once);
        block(c -> !fromSecond(c));
        ProbeMail meets = ProbeMail.to("ann@hotmail.com");
        sluice.submit(meets);
        assertThat(sluice.awaitDelivered(meets)).allSatisfy(Sluice::once);

        ProbeMail after = ProbeMail.to("ann@hotmail.com");
        sluice.submit(after);

        sluice.repository("var/while-blocked").await(after);
        assertThat(sluice.repository("var/while-open").of(before)).hasSize(1);
        assertThat(sluice.repository("var/while-blocked").of(before)).isEmpty();
    }

    private static Rule block(Predicate<Conversation> whom) {
        Rule block = sluice.consumer().smtp().when(Stage.MAIL).where(whom);
        return block.answers(c -> sluice.consumer().replies().s3150(c.peer()));
    }

    private static boolean fromSecond(Conversation conversation) {
        return conversation.peer().equals(SECOND_ADDRESS);
    }

    private static long onSecond() {
        return sluice.lane(SECOND_ADDRESS + "/consumer").accepted();
    }

    /** Submits mail until three in a row leave from the first address: single ones are tests. */
    private static void awaitFirstPath() {
        Awaiting.until("mail on the first path", () -> {
            long before = sluice.consumerLane().accepted();
            List<ProbeMail> mails = mails(3);
            sluice.submit(mails);
            sluice.awaitNothingLeft();
            return sluice.consumerLane().accepted() >= before + 3;
        });
        sluice.consumer().ledger().clear();
        smarthost.ledger().clear();
    }

    private static List<ProbeMail> mails(int count) {
        List<ProbeMail> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mails.add(ProbeMail.to("ann@hotmail.com"));
        }
        return mails;
    }
}
