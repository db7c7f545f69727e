package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Mails;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.StoredMessage;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOverTest {
    private static final String ANN = "ann@outlook.com";
    private static final String BOB = "bob@outlook.com";
    private static final String REPLY = "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited";
    private static final Deferral WHY = Mails.deferral(Mails.NOW);

    private final FakeMailContext context = FakeMailContext.defaultContext();
    private Outbox outbox;
    private Entry entry;
    private StoredMessage message;

    @BeforeEach
    void store(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
        long id = outbox.store(Mails.message("hello"), List.of(Mails.entry(ANN, BOB)))
                .get(0);
        entry = outbox.entry(id).orElseThrow();
        message = outbox.message(entry.messageId()).orElseThrow();
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void tellsTheBounceProcessorEverythingAboutAFailure() throws Exception {
        HandOver handOver = handOver(new Settings().bounceProcessor("bounces"));

        handOver.failures(entry, message, failing(ANN), 3, new HashSet<>(), Mails.NOW);

        SentMail sent = onlyMail();
        assertThat(sent.getState()).isEqualTo("bounces");
        assertThat(sent.getRecipients()).containsExactly(new MailAddress(ANN));
        assertThat(attributes(sent))
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("delivery-error", REPLY),
                        Map.entry("delivery-error-code", 451),
                        Map.entry("is-delivery-permanent-error", false),
                        Map.entry("delivery_retry_count", 2),
                        Map.entry("sluice.class", WHY.deferralClass().token()),
                        Map.entry("sluice.scope", WHY.scope().token()),
                        Map.entry("sluice.rule", WHY.ruleId()),
                        Map.entry("sluice.advice", WHY.advice()),
                        Map.entry("sluice.reply", REPLY),
                        Map.entry("sluice.stage", "end-of-data"),
                        Map.entry("sluice.remote-host", WHY.remote().name()),
                        Map.entry("sluice.remote-ip", WHY.remote().ip()),
                        Map.entry("sluice.unknown", true),
                        Map.entry("sluice.marks", "S775"),
                        Map.entry("sluice.agent", "Protocol Filter Agent"),
                        Map.entry("sluice.agent-code", "PFA"),
                        Map.entry("sluice.mx-id", "11BAE3D2C0F41A27"),
                        Map.entry("sluice.store-driver", "STOREDRV.Deliver"),
                        Map.entry("sluice.front-end", "CO1PEPF000075F3.namprd03.prod.outlook.com"),
                        Map.entry("sluice.forest", "namprd03"),
                        Map.entry("sluice.region", "nam"),
                        Map.entry("sluice.reply-time", ZonedDateTime.parse("2026-03-02T07:08:09.123Z")),
                        Map.entry("sluice.session", "08DE6A1B2C3D4E5F"),
                        Map.entry("sluice.named-address", "192.0.2.7"),
                        Map.entry("sluice.named-domain", "example.net"),
                        Map.entry("sluice.lane", Mails.LANE),
                        Map.entry("sluice.attempts", 3),
                        Map.entry("sluice.first-deferred", Mails.NOW.atZone(ZoneOffset.UTC)),
                        Map.entry("sluice.expires", Mails.EXPIRY.atZone(ZoneOffset.UTC))))
                .doesNotContainKeys("sluice.entry", "sluice.next-attempt");
    }

    @Test
    void countsNoAttemptForAMailThatWasNeverTried() {
        HandOver handOver = handOver(new Settings().bounceProcessor("bounces"));

        handOver.failures(entry, message, failing(ANN), 0, new HashSet<>(), Mails.NOW);

        assertThat(attributes(onlyMail())).containsEntry("sluice.attempts", 0).containsEntry("delivery_retry_count", 0);
    }

    @Test
    void leavesTheCodeAwayWhenThereWasNoReply() {
        HandOver handOver = handOver(new Settings().bounceProcessor("bounces"));
        Judgement.Sentence silence = new Judgement.Sentence(
                List.of(), List.of(new Judgement.Failure(List.of(ANN), WHY, "Connection refused", false)));

        handOver.failures(entry, message, silence, 1, new HashSet<>(), Mails.NOW);

        assertThat(attributes(onlyMail()))
                .containsEntry("delivery-error", "Connection refused")
                .doesNotContainKey("delivery-error-code");
    }

    @Test
    void reportsRecipientsThatJamesTookAsDone() {
        Set<String> done = new HashSet<>();

        Judgement.Sentence rest = handOver(new Settings().bounceProcessor("bounces"))
                .failures(entry, message, failing(ANN), 1, done, Mails.NOW);

        assertThat(done).containsExactly(ANN);
        assertThat(rest.postponed()).isEmpty();
    }

    @Test
    void keepsRecipientsThatJamesDoesNotTakeWithTheirReply() {
        MailetContext broken = (MailetContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    throw new MessagingException("the spool is full");
                });
        HandOver handOver = new HandOver(
                outbox, broken, new Settings().bounceProcessor("bounces").build());
        Set<String> done = new HashSet<>();

        Judgement.Sentence rest = handOver.failures(entry, message, failing(ANN), 1, done, Mails.NOW);

        assertThat(done).isEmpty();
        assertThat(rest.postponed()).singleElement().satisfies(postponement -> {
            assertThat(postponement.recipients()).containsExactly(Mails.replied(ANN, REPLY));
            assertThat(postponement.due()).isEqualTo(Mails.NOW);
        });
    }

    @Test
    void showsADeferredMailToTheDeferralProcessorWithItsEntry() {
        HandOver handOver = handOver(new Settings().deferralProcessor("deferred"));
        Postponement postponement =
                new Postponement(List.of(Mails.replied(ANN, REPLY)), Mails.NOW.plus(Duration.ofHours(1)), WHY);

        handOver.deferrals(
                entry, message, new Judgement.Sentence(List.of(postponement), List.of()), List.of(entry.id()));

        SentMail sent = onlyMail();
        assertThat(sent.getState()).isEqualTo("deferred");
        assertThat(attributes(sent))
                .containsEntry(SluiceAttributes.ENTRY.asString(), entry.id())
                .containsEntry("sluice.attempts", 1)
                .containsEntry("delivery_retry_count", 0)
                .containsEntry(
                        "sluice.next-attempt",
                        Mails.NOW.plus(Duration.ofHours(1)).atZone(ZoneOffset.UTC));
    }

    @Test
    void showsADeliveredMailToWhoWantsToKnow() throws Exception {
        handOver(new Settings().onSuccess("delivered")).delivered(entry, message, List.of(BOB));

        assertThat(onlyMail().getState()).isEqualTo("delivered");
        assertThat(onlyMail().getRecipients()).containsExactly(new MailAddress(BOB));
    }

    @Test
    void showsNoRelayedMailToASenderWhoDidNotAsk() throws Exception {
        SmtpReply taken = SmtpReply.of("250 2.6.0 Queued", SmtpStage.END_OF_DATA, RemoteHost.NONE);

        Set<String> told =
                handOver(new Settings().onSuccess("delivered")).relayed(entry, message, Map.of(ANN, taken), Mails.NOW);

        assertThat(told).isEmpty();
        assertThat(context.getSentMails()).isEmpty();
    }

    @Test
    void tellsNobodyWhereNobodyWantsToKnow() throws Exception {
        HandOver handOver = handOver(new Settings());

        handOver.delivered(entry, message, List.of(ANN));
        handOver.deferrals(
                entry,
                message,
                new Judgement.Sentence(
                        List.of(new Postponement(List.of(Mails.replied(ANN, REPLY)), Mails.NOW, WHY)), List.of()),
                List.of(entry.id()));

        assertThat(context.getSentMails()).isEmpty();
    }

    @Test
    void bouncesByItselfWithTheReplyWithoutABounceProcessor() {
        handOver(new Settings()).failures(entry, message, failing(ANN), 1, new HashSet<>(), Mails.NOW);

        assertThat(context.getBouncedMails()).singleElement().satisfies(bounce -> assertThat(bounce.getMessage())
                .contains(ANN, REPLY));
    }

    private HandOver handOver(Settings settings) {
        return new HandOver(outbox, context, settings.build());
    }

    private static Judgement.Sentence failing(String recipient) {
        return new Judgement.Sentence(List.of(), List.of(new Judgement.Failure(List.of(recipient), WHY, REPLY, false)));
    }

    private SentMail onlyMail() {
        assertThat(context.getSentMails()).hasSize(1);
        return context.getSentMails().get(0);
    }

    private static Map<String, Object> attributes(SentMail sent) {
        Map<String, Object> result = new TreeMap<>();
        sent.getAttributes()
                .forEach((name, attribute) ->
                        result.put(name.asString(), attribute.getValue().getValue()));
        return result;
    }
}
