package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A block is not a bounce storm: what waits for a person's act waits, is told once, and leaves when it is over. */
class BlockTest {
    private static final int MAILS = 200;
    /** Attempts that were under way when the first refusal came, and tests, one for each wait. */
    private static final int FEW = 60;

    private static final String PATHS =
            """
            <processor state="through-smarthost" enableJmx="false">
              <mailet match="All" class="io.sluice.mailets.MicrosoftRemoteDelivery">
                <outgoing>smarthost</outgoing>
                <gateway>smtp.office365.com</gateway>
                <verifyServerIdentity>false</verifyServerIdentity>
                <bounceProcessor>bounces</bounceProcessor>
              </mailet>
            </processor>
            """;
    private static final String ROOT =
            """
            <processor state="root" enableJmx="false">
              <mailet match="SenderHostIs=smarthost.example" class="ToProcessor">
                <processor>through-smarthost</processor>
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
            return james.configure(
                            configuration -> configuration.processor(PATHS).processor(ROOT))
                    .mailet(Sluice.MAILET, "retry.ip-blocked", "1 s to 2 s")
                    .mailet(Sluice.MAILET, "retry.sender-blocked", "1 s to 2 s")
                    .mailet(Sluice.MAILET, "retry.authentication", "1 s to 2 s")
                    .mailet(Sluice.MAILET, "retry.sending-limit", "1 s to 2 s")
                    .sluice("lane.submission.rate.ceiling", "100/s")
                    .sluice("lane.submission.rate.start", "100/s")
                    .sluice("lane.submission.connection-rate.ceiling", "100/s")
                    .sluice("lane.submission.connection-rate.start", "100/s");
        });
        smarthost = sluice.receiver("DB7PR04CA0012.eurprd04.prod.outlook.com", "127.0.0.16");
        smarthost.offer(Extension.STARTTLS);
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @Test
    void mailOfABlockedAddressWaits() {
        Rule block = sluice.consumer().blocks();

        List<ProbeMail> mails = submitBehind(block, "ip-blocked", "sender@sender.example", "ann@hotmail.com");

        sluice.consumer().recovers();
        allArrive(mails, block, "ip-blocked");
    }

    @Test
    void mailOfABlockedSenderWaitsAndThatOfOthersDoesNot() {
        Rule block =
                sluice.business().smtp().when(Stage.MAIL).where(c -> c.sender().endsWith("@blocked.example"));
        block.answers("550 5.7.502 Access denied, banned sender");
        List<ProbeMail> mails = submitBehind(block, "sender-blocked", "news@blocked.example", "bob@contoso.com");

        ProbeMail other = ProbeMail.to("bob@contoso.com");
        sluice.submit(other);

        sluice.world().awaitDelivered(List.of(other), Awaiting.SOON);
        assertThat(sluice.business().ledger().acceptedMails()).isEqualTo(1);
        sluice.business().smtp().remove(block);
        allArrive(mails, block, "sender-blocked");
    }

    @Test
    void mailOfADomainWithoutAuthenticationWaits() {
        Rule block = sluice.consumer().smtp().when(Stage.END_OF_DATA);
        block.answers(c -> sluice.consumer().replies().authenticationLevel("news.example"));

        List<ProbeMail> mails = submitBehind(block, "authentication", "ann@news.example", "ann@hotmail.com");

        sluice.consumer().recovers();
        allArrive(mails, block, "authentication");
    }

    @Test
    void mailOfAnAccountThatIsOverItsLimitWaits() {
        Rule block = smarthost.when(Stage.END_OF_DATA);
        block.answers(
                "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients");

        List<ProbeMail> mails = submitBehind(block, "sending-limit", "ann@smarthost.example", "ann@hotmail.com");

        smarthost.remove(block);
        smarthost.ledger().awaitAccepted(MAILS, Awaiting.SOON);
        sluice.awaitNothingLeft();
        assertThat(smarthost.ledger().acceptedMails()).isEqualTo(mails.size());
        nothingWasGivenBack(block, "sending-limit");
    }

    /** Submits mail while the receiver refuses it, and waits until a test was refused, too. */
    private static List<ProbeMail> submitBehind(Rule block, String type, String sender, String recipient) {
        List<ProbeMail> mails = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            mails.add(ProbeMail.to(recipient).from(sender));
        }
        sluice.submit(mails);
        Awaiting.until("the mail in the outbox, and refused tests", () -> waiting() == MAILS && alarms(type) > 0);
        int before = block.applied();
        Awaiting.until("another refused test", () -> block.applied() > before);
        assertThat(block.applied()).isLessThan(FEW);
        return mails;
    }

    private static void allArrive(List<ProbeMail> mails, Rule block, String type) {
        assertThat(sluice.awaitDelivered(mails)).hasSize(MAILS).allSatisfy(Sluice::once);
        nothingWasGivenBack(block, type);
    }

    private static void nothingWasGivenBack(Rule block, String type) {
        assertThat(block.applied()).isLessThan(2 * FEW);
        assertThat(alarms(type)).isEqualTo(1);
        assertThat(sluice.lanes()).allSatisfy(lane -> assertThat(lane.failed()).isEmpty());
        assertThat(sluice.world().other().ledger().acceptedMails()).isZero();
    }

    private static long waiting() {
        return sluice.lanes().stream().mapToLong(LaneLine::backlog).sum();
    }

    private static long alarms(String type) {
        return sluice.james()
                .logs()
                .lines()
                .filter(line -> line.contains("ALARM: " + type))
                .count();
    }
}
