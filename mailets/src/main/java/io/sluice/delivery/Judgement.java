package io.sluice.delivery;

import io.sluice.lane.Reaction;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.NoReply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.james.queue.api.MailPrioritySupport;

/**
 * Decides for each refused recipient between waiting and giving up. Pure: the time is given.
 */
final class Judgement {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;

    private final DeliverySettings settings;
    private final RetrySchedule schedule;

    Judgement(DeliverySettings settings, RetrySchedule schedule) {
        this.settings = settings;
        this.schedule = schedule;
    }

    /**
     * What is to be done with the refused recipients.
     *
     * @param postponed they wait, by what they wait for
     * @param failures they are given back to the sender, by reply
     */
    record Sentence(List<Postponement> postponed, List<Failure> failures) {}

    /**
     * Recipients that are given up.
     *
     * @param permanent false when time or retries ran out on a temporary refusal
     */
    record Failure(List<String> recipients, Deferral why, String reply, boolean permanent) {}

    Sentence judge(Entry entry, AttemptReport report, Reaction reaction, Instant now) {
        Map<String, List<Refusal>> waiting = new LinkedHashMap<>();
        Map<String, List<Refusal>> failing = new LinkedHashMap<>();
        for (Refusal refusal : report.refusals()) {
            if (givesUp(entry, refusal, now)) {
                failing.computeIfAbsent(refusal.reply().text(), key -> new ArrayList<>())
                        .add(refusal);
            } else {
                waiting.computeIfAbsent(refusal.verdict().ruleId(), key -> new ArrayList<>())
                        .add(refusal);
            }
        }
        List<Postponement> postponed = new ArrayList<>();
        waiting.values().forEach(group -> postponed.add(postpone(entry, group, reaction, now)));
        List<Failure> failures = new ArrayList<>();
        failing.values().forEach(group -> failures.add(fail(entry, group, now)));
        return new Sentence(List.copyOf(postponed), List.copyOf(failures));
    }

    private boolean givesUp(Entry entry, Refusal refusal, Instant now) {
        if (!now.isBefore(entry.expires())) {
            return true;
        }
        if (mayYetExist(refusal)) {
            return entry.attempts() >= settings.maxDnsProblemRetries();
        }
        if (!refusal.verdict().temporary()) {
            return true;
        }
        return settings.explicitSchedule()
                .map(waits -> entry.attempts() >= waits.size())
                .orElse(false);
    }

    /** The one permanent condition that {@code maxDnsProblemRetries} is about. */
    private boolean mayYetExist(Refusal refusal) {
        return refusal.reply() instanceof NoReply noReply && noReply.kind() == NoReply.Kind.NO_SUCH_DOMAIN;
    }

    private Postponement postpone(Entry entry, List<Refusal> group, Reaction reaction, Instant now) {
        Verdict verdict = group.get(0).verdict();
        List<Recipient> recipients = new ArrayList<>();
        group.forEach(refusal -> recipients.add(
                new Recipient(refusal.recipient(), Optional.of(refusal.reply().text()))));
        OptionalInt priority =
                settings.usePriority() ? OptionalInt.of(MailPrioritySupport.LOW_PRIORITY) : OptionalInt.empty();
        return new Postponement(
                recipients, due(entry, verdict, reaction, now), deferral(entry, group.get(0), now), priority);
    }

    private Instant due(Entry entry, Verdict verdict, Reaction reaction, Instant now) {
        List<Duration> explicit = settings.explicitSchedule().orElse(List.of());
        if (!explicit.isEmpty()) {
            return now.plus(explicit.get(Math.min(entry.attempts(), explicit.size() - 1)));
        }
        Instant byItself = now.plus(schedule.nextWait(verdict, entry.attempts() + 1));
        return reaction.until(verdict)
                .map(gate -> later(gate, earlier(byItself, now.plus(soon(entry.attempts())))))
                .orElse(byItself);
    }

    /** When its gate opens a mail may go; but one that is refused again and again gives way to others. */
    private static Duration soon(int attempts) {
        return attempts == 0 ? Duration.ZERO : SOON.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private Failure fail(Entry entry, List<Refusal> group, Instant now) {
        List<String> recipients = group.stream().map(Refusal::recipient).toList();
        Refusal first = group.get(0);
        boolean permanent = !first.verdict().temporary();
        return new Failure(
                recipients, deferral(entry, first, now), first.reply().text(), permanent);
    }

    private static Deferral deferral(Entry entry, Refusal refusal, Instant now) {
        Verdict verdict = refusal.verdict();
        DeferralClass deferralClass = verdict.deferralClass();
        return new Deferral(
                deferralClass,
                verdict.scope(),
                verdict.ruleId(),
                verdict.advice(),
                refusal.reply().stage(),
                refusal.reply().remote(),
                entry.lastDeferral().map(Deferral::first).orElse(now));
    }
}
