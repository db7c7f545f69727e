package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.dsn.Action;
import io.sluice.dsn.RecipientStatus;
import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.RemoteHost;
import io.sluice.testkit.mail.EsmtpParameters;
import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Senders learn that their mail failed or waits, and what Microsoft said. Each test has mailboxes of its own. */
class NoticeTest {
    private static final String BUSY = "450 4.2.1 Mailbox busy";

    private static final String RELAYED =
            """
            <mailet match="HasMailAttributeWithValue=sluice.notice, relayed" class="io.sluice.mailets.SendDsn">
              <passThrough>false</passThrough>
            </mailet>
            """;

    private static Sluice sluice;
    private static Notices notices;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration
                        .processor(told("bounces"))
                        .processor(told("delays"))
                        .processor(Sluice.copies("delivered", RELAYED)))
                .mailet(Sluice.MAILET, "delayProcessor", "delays")
                .mailet(Sluice.MAILET, "delayNotice", "3 sec")
                .mailet(Sluice.MAILET, "maxAge", "2 hours")
                .mailet(Sluice.MAILET, "retry.mailbox-unavailable", "12 sec to 13 sec"));
        notices = new Notices(sluice);
    }

    private static String told(String processor) {
        return """
                <processor state="%s" enableJmx="false">
                  <mailet match="All" class="io.sluice.mailets.SendDsn"><passThrough>false</passThrough></mailet>
                </processor>
                """
                .formatted(processor);
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
    void tellsOfAFailureWithTheReplyToEachRecipient() {
        sluice.business().smtp().when(Stage.RCPT).localPart("nobody").answers("550 5.1.10 No such recipient here");
        sluice.business().smtp().when(Stage.RCPT).localPart("closed").answers("550 5.7.124 Sender not allowed");
        ProbeMail mail = ProbeMail.to("nobody@contoso.com", "closed@contoso.com", "fine@contoso.com");
        Instant before = Instant.now().minusSeconds(1);

        sluice.submit(mail);

        Awaiting.until("two notifications", () -> notices.about(mail).size() == 2);
        List<RecipientStatus> told = notices.about(mail).stream()
                .flatMap(notice -> notice.status().recipients().stream())
                .toList();
        assertThat(told).allSatisfy(recipient -> {
            assertThat(recipient.action()).isEqualTo(Action.FAILED);
            assertThat(recipient.diagnosticType()).contains("smtp");
            assertThat(recipient.remote().map(RemoteHost::name))
                    .hasValueSatisfying(name -> assertThat(name).endsWith("mail.protection.outlook.com"));
            assertThat(recipient.lastAttempt().orElseThrow()).isBetween(before, Instant.now());
            assertThat(recipient.willRetryUntil()).isEmpty();
        });
        assertThat(told)
                .extracting(
                        RecipientStatus::finalRecipient,
                        recipient -> recipient.status().orElseThrow(),
                        recipient -> recipient.diagnostic().orElseThrow())
                .containsExactlyInAnyOrder(
                        tuple(
                                "nobody@contoso.com",
                                new EnhancedStatusCode(5, 1, 10),
                                "550 5.1.10 No such recipient here"),
                        tuple(
                                "closed@contoso.com",
                                new EnhancedStatusCode(5, 7, 124),
                                "550 5.7.124 Sender not allowed"));
        assertThat(notices.about(mail)).allSatisfy(notice -> {
            assertThat(notice.mail().sender()).isEmpty();
            assertThat(notice.mail().recipients()).containsExactly(mail.sender());
            assertThat(notice.mail().header("Auto-Submitted")).contains("auto-replied");
        });
    }

    @Test
    void tellsOfADelayOnceAlsoWhenTheServerDiesMeanwhile() {
        busy("restart");
        ProbeMail mail = ProbeMail.to("restart@contoso.com");
        sluice.submit(mail);
        RecipientStatus told =
                notices.await(mail, Action.DELAYED).status().recipients().get(0);

        // What James has in its queues it sends again after a crash.
        Awaiting.until("empty queues", () -> queued("spool") == 0 && queued("outgoing") == 0);
        sluice.james().kill();
        sluice.james().start();

        ProbeMail later = ProbeMail.to("restart@contoso.com");
        sluice.submit(later);
        notices.await(later, Action.DELAYED);
        assertThat(notices.about(mail)).hasSize(1);
        assertThat(told.finalRecipient()).isEqualTo("restart@contoso.com");
        assertThat(told.status()).contains(new EnhancedStatusCode(4, 2, 1));
        assertThat(told.diagnostic()).contains(BUSY);
        assertThat(told.remote()).isPresent();
        assertThat(told.lastAttempt()).isPresent();
        assertThat(Duration.between(
                        told.lastAttempt().orElseThrow(), told.willRetryUntil().orElseThrow()))
                .isBetween(Duration.ofMinutes(110), Duration.ofMinutes(121));
        sluice.business().recovers();
        assertThat(sluice.awaitDelivered(mail, later)).allSatisfy(Sluice::once);
    }

    @Test
    void tellsNobodyWhoDoesNotWantToBeTold() {
        busy("wish");
        sluice.business().smtp().when(Stage.RCPT).localPart("nobody").answers("550 5.1.10 No such recipient here");
        ProbeMail never = ProbeMail.to("wish@contoso.com");
        ProbeMail failure = ProbeMail.to("wish@contoso.com");
        ProbeMail failed = ProbeMail.to("nobody@contoso.com");
        ProbeMail delay = ProbeMail.to("wish@contoso.com");

        submit(never, new EsmtpParameters("", "NOTIFY=NEVER"), never.content());
        submit(failure, new EsmtpParameters("", "NOTIFY=FAILURE"), failure.content());
        submit(failed, new EsmtpParameters("", "NOTIFY=NEVER"), failed.content());
        submit(delay, new EsmtpParameters("ENVID=QQ314159", "NOTIFY=DELAY,FAILURE"), delay.content());

        Notices.Notice told = notices.await(delay, Action.DELAYED);
        assertThat(told.status().originalEnvelopeId()).contains("QQ314159");
        assertThat(notices.about(never)).isEmpty();
        assertThat(notices.about(failure)).isEmpty();
        assertThat(notices.about(failed)).isEmpty();
    }

    @Test
    void tellsWhoAskedForItThatHisMailWentToAServerThatTellsNothing() {
        ProbeMail asked = ProbeMail.to("relay-a@contoso.com", "relay-b@contoso.com");
        ProbeMail failure = ProbeMail.to("relay-c@contoso.com");
        ProbeMail nothing = ProbeMail.to("relay-d@contoso.com");
        sluice.business().smtp().withhold(Extension.DSN);
        sluice.business().smtp().dropConnections();
        try {
            submit(failure, new EsmtpParameters("", "NOTIFY=FAILURE"), failure.content());
            submit(nothing, EsmtpParameters.NONE, nothing.content());
            submit(asked, new EsmtpParameters("ENVID=QQ2718", "NOTIFY=SUCCESS,FAILURE"), asked.content());

            Notices.Notice told = notices.await(asked, Action.RELAYED);
            assertThat(told.status().originalEnvelopeId()).contains("QQ2718");
            assertThat(told.status().recipients())
                    .extracting(RecipientStatus::finalRecipient)
                    .containsExactlyInAnyOrder("relay-a@contoso.com", "relay-b@contoso.com");
            assertThat(told.status().recipients()).allSatisfy(recipient -> {
                assertThat(recipient.status().orElseThrow().type()).isEqualTo(2);
                assertThat(recipient.remote().map(RemoteHost::name))
                        .hasValueSatisfying(name -> assertThat(name).endsWith("mail.protection.outlook.com"));
                assertThat(recipient.willRetryUntil()).isEmpty();
            });
            assertThat(sluice.awaitDelivered(failure, nothing)).allSatisfy(Sluice::once);
            assertThat(notices.about(failure)).isEmpty();
            assertThat(notices.about(nothing)).isEmpty();
        } finally {
            sluice.business().smtp().offer(Extension.DSN);
            sluice.business().smtp().dropConnections();
        }
    }

    @Test
    void leavesItToAServerThatSpeaksDsnToTell() {
        ProbeMail asked = ProbeMail.to("speaks@contoso.com");

        submit(asked, new EsmtpParameters("", "NOTIFY=SUCCESS"), asked.content());

        assertThat(sluice.awaitDelivered(asked)).allSatisfy(Sluice::once);
        assertThat(sluice.repository("var/delivered").await(asked).recipients()).containsExactly("speaks@contoso.com");
        assertThat(notices.about(asked)).isEmpty();
    }

    @Test
    void tellsNoMachineThatItsMailWaits() {
        busy("machine");
        ProbeMail bounce = ProbeMail.to("machine@contoso.com").from("");
        ProbeMail automatic = ProbeMail.to("machine@contoso.com");
        ProbeMail list = ProbeMail.to("machine@contoso.com");
        ProbeMail personal = ProbeMail.to("machine@contoso.com");

        sluice.submit(bounce);
        submit(automatic, EsmtpParameters.NONE, with("Auto-Submitted: auto-generated", automatic));
        submit(list, EsmtpParameters.NONE, with("List-Id: <news.sender.example>", list));
        submit(personal, EsmtpParameters.NONE, with("Auto-Submitted: no", personal));

        notices.await(personal, Action.DELAYED);
        assertThat(notices.about(bounce)).isEmpty();
        assertThat(notices.about(automatic)).isEmpty();
        assertThat(notices.about(list)).isEmpty();
    }

    @Test
    void doesNotSendWhatIsOfNoUseAnyMore() {
        busy("late");
        ProbeMail mail = ProbeMail.to("late@contoso.com");
        String deadline = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(8).atZone(ZoneOffset.UTC));

        submit(mail, EsmtpParameters.NONE, with("Deliver-By: " + deadline, mail));
        sluice.business().ledger().awaitRefusals(1, Awaiting.SOON);
        sluice.business().recovers();

        RecipientStatus told =
                notices.await(mail, Action.FAILED).status().recipients().get(0);
        assertThat(told.status()).contains(new EnhancedStatusCode(5, 4, 7));
        assertThat(told.diagnostic()).contains(BUSY);
        sluice.awaitNothingLeft();
        assertThat(sluice.business().ledger().acceptedMails()).isZero();
        assertThat(sluice.business().ledger().refusalCount()).isEqualTo(1);
    }

    private static int queued(String queue) {
        return sluice.webadmin()
                .get("/mailQueues/" + queue)
                .orElseThrow()
                .path("size")
                .asInt();
    }

    private static void busy(String localPart) {
        sluice.business().smtp().when(Stage.RCPT).localPart(localPart).answers(BUSY);
    }

    private static byte[] with(String header, ProbeMail mail) {
        return (header + "\r\n" + new String(mail.content(), StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void submit(ProbeMail mail, EsmtpParameters parameters, byte[] content) {
        new MailSubmitter(sluice.james().smtp()).submit(mail, parameters, content);
    }
}
