package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.PooledConnections;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.AttributeName;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayNoticesTest {
    private static final Duration AFTER = Duration.ofHours(4);
    private static final String ANN = "ann@outlook.com";

    private final FakeMailContext context = FakeMailContext.defaultContext();
    private final Sweeps sweeps = new Sweeps();
    private final PooledConnections connections = new PooledConnections(() -> Mails.NOW);
    private Instant now = Mails.NOW;
    private Outbox outbox;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
        connections.close();
    }

    @Test
    void handsTheHeadersOfMailThatWaitsToTheProcessor() throws Exception {
        store(1);

        notices(context).start();
        sweeps.wake();

        FakeMailContext.SentMail sent = context.getSentMails().get(0);
        assertThat(sent.getState()).isEqualTo("delays");
        assertThat(sent.getMsg().getSubject()).isEqualTo("m0");
        assertThat(sent.getMsg().getRawInputStream().readAllBytes()).isEmpty();
        assertThat(sent.getAttributes()
                        .get(AttributeName.of("sluice.notice"))
                        .getValue()
                        .value())
                .isEqualTo("delayed");
        assertThat(sent.getAttributes()
                        .get(AttributeName.of("sluice.reply"))
                        .getValue()
                        .value()
                        .toString())
                .startsWith("451 4.4.7 The mail waits and was not tried yet");
    }

    @Test
    void sendsAFewEachSecondHoweverManyAreDue() {
        store(50);

        notices(context).start();
        sweeps.wake();

        assertThat(context.getSentMails()).hasSize(20);
        assertThat(sweeps.naps()).last().isEqualTo(Duration.ofSeconds(1));

        sweeps.wake(); // too early: the clock stands still
        assertThat(context.getSentMails()).hasSize(20);

        now = now.plusSeconds(1);
        sweeps.wake();
        now = now.plusSeconds(1);
        sweeps.wake();
        assertThat(context.getSentMails()).hasSize(50);
    }

    @Test
    void triesAgainAMinuteLaterWhenJamesTakesNothing() {
        store(3);

        notices(Sweeps.fullSpool()).start();
        sweeps.wake();

        assertThat(sweeps.naps()).last().isEqualTo(Duration.ofMinutes(1));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> outbox.nextNotice(Mails.OUTGOING)
                .equals(Optional.of(now.plusSeconds(60))));
    }

    @Test
    void sleepsUntilTheNextNoticeIsDueButNotLongerThanAMinute() {
        store(Mails.NOW.plusSeconds(30));

        notices(context).start();
        sweeps.wake();

        assertThat(context.getSentMails()).isEmpty();
        assertThat(sweeps.naps()).last().isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void tellsTheSenderSomeTimeAfterTheMailCame() throws Exception {
        assertThat(due(mail().build())).contains(Mails.NOW.plus(AFTER));
    }

    @Test
    void tellsNoNullSender() throws Exception {
        assertThat(due(mail().sender(MaybeSender.nullSender()).build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Auto-Submitted|auto-generated|false",
                "Auto-Submitted|Auto-Replied; vacation|false",
                "Auto-Submitted|no|true",
                "Auto-Submitted|NO (really)|true",
                "Precedence|bulk|false",
                "Precedence|List|false",
                "Precedence|junk|false",
                "Precedence|first-class|true",
                "List-Id|<a.example>|false"
            })
    void tellsNoMachine(String header, String value, boolean told) throws Exception {
        FakeMail mail = mail().mimeMessage(
                        MimeMessageBuilder.mimeMessageBuilder().addHeader(header, value))
                .build();

        assertThat(due(mail).isPresent()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"NEVER,false", "FAILURE,false", "SUCCESS,false", "DELAY,true"})
    void doesAsTheSenderWishes(DsnParameters.Notify wish, boolean told) throws Exception {
        FakeMail mail = mail().build();
        mail.setDsnParameters(DsnParameters.builder()
                .addRcptParameter(new MailAddress(ANN), DsnParameters.RecipientDsnParameters.of(EnumSet.of(wish)))
                .build()
                .get());

        assertThat(due(mail).isPresent()).isEqualTo(told);
    }

    private Optional<Instant> due(FakeMail mail) {
        return notices(context).due(mail, Mails.NOW);
    }

    private static FakeMail.Builder mail() throws Exception {
        return FakeMail.builder()
                .name("m")
                .sender("sender@example.com")
                .recipient(ANN)
                .mimeMessage(MimeMessageBuilder.mimeMessageBuilder());
    }

    private void store(int mails) {
        for (int i = 0; i < mails; i++) {
            outbox.store(Mails.message("m" + i), List.of(entry(Mails.NOW)));
        }
    }

    private void store(Instant notice) {
        outbox.store(Mails.message("m"), List.of(entry(notice)));
    }

    private static NewEntry entry(Instant notice) {
        return new NewEntry(
                Mails.OUTGOING,
                Mails.LANE,
                "outlook.com",
                "outlook.com",
                "example.com",
                List.of(ANN),
                5,
                Mails.NOW,
                Mails.EXPIRY,
                Optional.of(notice));
    }

    private DelayNotices notices(MailetContext james) {
        DeliverySettings settings = new Settings().delayNotice("delays", AFTER).build();
        DeliveryParts parts = sweeps.parts(settings, outbox, james, connections, () -> now);
        LastReplies replies = new LastReplies(new Lanes(LanePolicy.DEFAULT, () -> now));
        return new DelayNotices(parts, settings.delayNotice().orElseThrow(), replies, sweeps);
    }
}
