package io.sluice.delivery;

import static io.sluice.delivery.Settings.SHORTEST_WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.lane.Reaction;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Mails;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final String ANN = "ann@contoso.com";
    private static final String BOB = "bob@contoso.com";
    private static final Instant NOW = Mails.NOW;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Reaction NOTHING_CLOSED = closed(Optional.empty(), Optional.empty());

    @Test
    void letsADeferredRecipientWaitAsTheClassAsks() {
        Judgement.Sentence sentence = judge(new Settings(), entry(0), says(ANN, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.failures()).isEmpty();
        assertThat(sentence.postponed()).extracting(Postponement::due).containsExactly(NOW.plus(SHORTEST_WAIT));
    }

    @Test
    void letsAMailWaitUntilTheLaneThatItClosedIsTested() {
        Instant later = NOW.plus(Duration.ofHours(1));
        Reaction reaction = closed(Optional.of(later), Optional.empty());

        Judgement.Sentence sentence = judge(new Settings(), entry(0), reaction, says(ANN, Remedy.WAIT, Scope.SOURCE));

        assertThat(sentence.postponed()).extracting(Postponement::due).containsExactly(later);
    }

    @Test
    void letsAMailWaitUntilTheTenantThatItClosedIsTested() {
        Instant later = NOW.plus(Duration.ofHours(1));
        Reaction reaction = closed(Optional.empty(), Optional.of(later));

        Judgement.Sentence sentence = judge(new Settings(), entry(0), reaction, says(ANN, Remedy.WAIT, Scope.TENANT));

        assertThat(sentence.postponed()).extracting(Postponement::due).containsExactly(later);
    }

    @Test
    void takesThePauseOfTheExplicitScheduleThatIsNext() {
        Settings settings = new Settings().explicitWaits(MINUTE, MINUTE.multipliedBy(5));

        Judgement.Sentence sentence = judge(settings, entry(1), says(ANN, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.postponed())
                .extracting(Postponement::due)
                .containsExactly(NOW.plus(MINUTE.multipliedBy(5)));
    }

    @Test
    void givesUpAfterTheLastPauseOfTheExplicitSchedule() {
        Settings settings = new Settings().explicitWaits(MINUTE, MINUTE);
        Refusal refusal = says(ANN, Remedy.WAIT, Scope.RECIPIENT);

        Judgement.Sentence sentence = judge(settings, entry(2), refusal);

        assertThat(sentence.postponed()).isEmpty();
        assertThat(sentence.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.permanent()).isFalse();
            assertThat(failure.reply()).isEqualTo(refusal.reply().text());
        });
    }

    @Test
    void neverRetriesWhenTheExplicitScheduleIsEmpty() {
        Judgement.Sentence sentence =
                judge(new Settings().explicitWaits(), entry(0), says(ANN, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.postponed()).isEmpty();
        assertThat(sentence.failures()).hasSize(1);
    }

    @Test
    void givesUpWithTheLastReplyWhenTheTimeIsOver() {
        Refusal refusal = says(ANN, Remedy.WAIT, Scope.RECIPIENT);

        Judgement.Sentence sentence = new Judgement(new Settings().build(), Settings.schedule())
                .judge(entry(7), Optional.empty(), report(refusal), NOTHING_CLOSED, Mails.EXPIRY);

        assertThat(sentence.postponed()).isEmpty();
        assertThat(sentence.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.permanent()).isFalse();
            assertThat(failure.reply()).isEqualTo(refusal.reply().text());
        });
    }

    @Test
    void givesARefusedRecipientBackAtOnce() {
        Judgement.Sentence sentence = judge(new Settings(), entry(0), says(ANN, Remedy.BOUNCE, Scope.RECIPIENT));

        assertThat(sentence.failures())
                .extracting(Judgement.Failure::recipients, Judgement.Failure::permanent)
                .containsExactly(tuple(List.of(ANN), true));
    }

    @Test
    void givesADomainThatDoesNotExistBackAtOnceByDefault() {
        Judgement.Sentence sentence = judge(new Settings(), entry(0), noSuchDomain(ANN));

        assertThat(sentence.failures()).extracting(Judgement.Failure::permanent).containsExactly(true);
    }

    @Test
    void asksAgainForADomainThatDoesNotExistAsOftenAsItIsTold() {
        Settings settings = new Settings().dnsRetries(1);

        assertThat(judge(settings, entry(0), noSuchDomain(ANN)).postponed()).hasSize(1);
        assertThat(judge(settings, entry(1), noSuchDomain(ANN)).failures()).hasSize(1);
    }

    @Test
    void keepsRecipientsTogetherThatWaitForTheSame() {
        Judgement.Sentence sentence = judge(
                new Settings(),
                entry(0),
                says(ANN, Remedy.WAIT, Scope.RECIPIENT),
                says(BOB, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.postponed()).singleElement().satisfies(postponement -> assertThat(postponement.recipients())
                .extracting(Recipient::address)
                .containsExactly(ANN, BOB));
    }

    @Test
    void partsRecipientsThatWaitForDifferentThings() {
        Judgement.Sentence sentence = judge(
                new Settings(),
                entry(0),
                says(ANN, Remedy.WAIT, Scope.RECIPIENT),
                says(BOB, Remedy.HOLD, Scope.RECIPIENT));

        assertThat(sentence.postponed()).hasSize(2);
    }

    @Test
    void tellsEachRecipientItsOwnReply() {
        Refusal first = new Refusal(ANN, reply("550 5.1.1 No Ann"), bounce());
        Refusal second = new Refusal(BOB, reply("550 5.1.1 No Bob"), bounce());

        Judgement.Sentence sentence = judge(new Settings(), entry(0), first, second);

        assertThat(sentence.failures())
                .extracting(Judgement.Failure::reply)
                .containsExactly("550 5.1.1 No Ann", "550 5.1.1 No Bob");
    }

    @Test
    void remembersWhenTheMailWasDeferredFirst() {
        Instant yesterday = NOW.minus(Duration.ofDays(1));

        Judgement.Sentence sentence =
                judge(new Settings(), deferredBefore(yesterday), says(ANN, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.postponed())
                .extracting(Postponement::deferral)
                .extracting(Deferral::first)
                .containsExactly(yesterday);
    }

    @Test
    void givesUpAConditionThatSeldomEndsBeforeTheMailsOwnTimeIsOver() {
        Refusal hopeless = hopeless(ANN, Duration.ofHours(24));

        Judgement.Sentence sentence = judge(new Settings(), deferredBefore(NOW.minus(Duration.ofHours(24))), hopeless);

        assertThat(sentence.postponed()).isEmpty();
        assertThat(sentence.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.permanent()).isFalse();
            assertThat(failure.reply()).isEqualTo(hopeless.reply().text());
        });
    }

    @Test
    void triesAConditionThatSeldomEndsUntilItIsGivenUp() {
        Instant first = NOW.minus(Duration.ofHours(24)).plus(MINUTE.multipliedBy(2));

        Judgement.Sentence sentence = judge(new Settings(), deferredBefore(first), hopeless(ANN, Duration.ofHours(24)));

        assertThat(sentence.failures()).isEmpty();
        assertThat(sentence.postponed())
                .as("the last attempt is when the time is over, not after it")
                .extracting(Postponement::due)
                .containsExactly(NOW.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void countsTheTimeOfAConditionFromTheFirstDeferral() {
        Judgement.Sentence sentence = judge(new Settings(), entry(0), hopeless(ANN, Duration.ofHours(24)));

        assertThat(sentence.failures()).isEmpty();
        assertThat(sentence.postponed()).extracting(Postponement::due).containsExactly(NOW.plus(SHORTEST_WAIT));
    }

    @Test
    void givesUpOnlyTheRecipientsThatTheConditionIsAbout() {
        Judgement.Sentence sentence = judge(
                new Settings(),
                deferredBefore(NOW.minus(Duration.ofHours(30))),
                hopeless(ANN, Duration.ofHours(24)),
                says(BOB, Remedy.WAIT, Scope.RECIPIENT));

        assertThat(sentence.failures()).singleElement().satisfies(failure -> assertThat(failure.recipients())
                .containsExactly(ANN));
        assertThat(sentence.postponed()).singleElement().satisfies(waiting -> assertThat(waiting.recipients())
                .extracting(Recipient::address)
                .containsExactly(BOB));
    }

    @Test
    void keepsWhatTheReplyTold() {
        Reply reply = reply(Mails.REPLY_WITH_PARTS);
        Verdict verdict = Verdicts.verdict(DeferralClass.OTHER, Scope.MESSAGE, Remedy.WAIT)
                .asUnknown()
                .withParts(ReplyParts.of(reply));

        Judgement.Sentence sentence = judge(new Settings(), entry(0), new Refusal(ANN, reply, verdict));

        assertThat(sentence.postponed())
                .extracting(Postponement::deferral)
                .singleElement()
                .satisfies(deferral -> {
                    assertThat(deferral.known()).isFalse();
                    assertThat(deferral.parts()).isEqualTo(ReplyParts.of(reply));
                });
    }

    @Test
    void putsRetriesBehindNewMailWhenPriorityIsUsed() {
        Refusal refusal = says(ANN, Remedy.WAIT, Scope.RECIPIENT);

        assertThat(judge(new Settings().usingPriority(), entry(0), refusal).postponed())
                .extracting(Postponement::priority)
                .containsExactly(OptionalInt.of(0));
        assertThat(judge(new Settings(), entry(0), refusal).postponed())
                .extracting(Postponement::priority)
                .containsExactly(OptionalInt.empty());
    }

    private static Judgement.Sentence judge(Settings settings, Entry entry, Refusal... refusals) {
        return judge(settings, entry, NOTHING_CLOSED, refusals);
    }

    private static Judgement.Sentence judge(Settings settings, Entry entry, Reaction reaction, Refusal... refusals) {
        return new Judgement(settings.build(), Settings.schedule())
                .judge(entry, Optional.empty(), report(refusals), reaction, NOW);
    }

    private static AttemptReport report(Refusal... refusals) {
        return new AttemptReport(Set.of(), List.of(refusals));
    }

    private static Refusal says(String recipient, Remedy remedy, Scope scope) {
        Reply reply = Verdicts.says(remedy == Remedy.BOUNCE ? 550 : 451, remedy, scope);
        return new Refusal(recipient, reply, new Verdicts().classify(reply, Optional.empty()));
    }

    @Test
    void triesMailForAsLongAsItsClassIsWorthIt() {
        Settings settings = new Settings().maxAge(DeferralClass.OUTAGE, Duration.ofDays(4));
        Refusal refusal = new Refusal(
                ANN, reply("421 4.3.2 down"), Verdicts.verdict(DeferralClass.OUTAGE, Scope.SERVICE, Remedy.WAIT));

        Judgement.Sentence sentence = new Judgement(settings.build(), Settings.schedule())
                .judge(entry(7), Optional.empty(), report(refusal), NOTHING_CLOSED, Mails.EXPIRY);

        assertThat(sentence.failures()).isEmpty();
        assertThat(sentence.postponed()).singleElement().satisfies(waiting -> assertThat(waiting.expires())
                .contains(NOW.plus(Duration.ofDays(4))));
    }

    @Test
    void givesUpMailThatIsOfNoUseAnyMore() {
        Refusal refusal = says(ANN, Remedy.WAIT, Scope.RECIPIENT);

        Judgement.Sentence sentence = new Judgement(new Settings().build(), Settings.schedule())
                .judge(entry(1), Optional.of(NOW), report(refusal), NOTHING_CLOSED, NOW);

        assertThat(sentence.postponed()).isEmpty();
        assertThat(sentence.failures()).singleElement().satisfies(failure -> assertThat(failure.expiry())
                .contains(Expiry.DEADLINE));
    }

    private static Refusal hopeless(String recipient, Duration giveUpAfter) {
        Reply reply = reply("451 4.4.4 No mail-enabled subscriptions");
        Verdict verdict = Verdicts.verdict(DeferralClass.RECIPIENT_INVALID, Scope.TENANT, Remedy.WAIT);
        return new Refusal(recipient, reply, verdict.givingUpAfter(giveUpAfter));
    }

    private static Refusal noSuchDomain(String recipient) {
        return new Refusal(
                recipient,
                Verdicts.silence(NoReply.Kind.NO_SUCH_DOMAIN, SmtpStage.CONNECT),
                Verdicts.verdict(DeferralClass.DNS, Scope.MESSAGE, Remedy.BOUNCE));
    }

    private static Reply reply(String text) {
        return Verdicts.reply(text, SmtpStage.RCPT);
    }

    private static Verdict bounce() {
        return Verdicts.verdict(DeferralClass.RECIPIENT_INVALID, Scope.RECIPIENT, Remedy.BOUNCE);
    }

    static Entry entry(int attempts) {
        return entry(attempts, Optional.empty());
    }

    private static Entry deferredBefore(Instant first) {
        return entry(1, Optional.of(Mails.deferral(first)));
    }

    private static Entry entry(int attempts, Optional<Deferral> deferral) {
        return new Entry(
                1,
                1,
                Mails.OUTGOING,
                Mails.LANE,
                "contoso.com",
                "contoso.com",
                "example.com",
                List.of(Recipient.of(ANN), Recipient.of(BOB)),
                5,
                attempts,
                NOW,
                NOW,
                Mails.EXPIRY,
                deferral);
    }

    private static Reaction closed(Optional<Instant> lane, Optional<Instant> tenant) {
        return new Reaction(lane, tenant, Optional.empty(), "", List.of());
    }
}
