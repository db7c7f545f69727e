package io.sluice.delivery;

import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.Scope;
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

    Sentence judge(Entry entry, AttemptReport report, LaneReaction.Closings closings, Instant now) {
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
        waiting.values().forEach(group -> postponed.add(postpone(entry, group, closings, now)));
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
        if (!refusal.verdict().temporary() || seldomEnds(entry, refusal.verdict(), now)) {
            return true;
        }
        return settings.explicitSchedule()
                .map(waits -> entry.attempts() >= waits.size())
                .orElse(false);
    }

    /** The condition has lasted for longer than it is worth waiting for. */
    private static boolean seldomEnds(Entry entry, Verdict verdict, Instant now) {
        return verdict.giveUpAfter()
                .map(time -> !now.isBefore(firstDeferral(entry, now).plus(time)))
                .orElse(false);
    }

    /** The one permanent condition that {@code maxDnsProblemRetries} is about. */
    private boolean mayYetExist(Refusal refusal) {
        return refusal.reply() instanceof NoReply noReply && noReply.kind() == NoReply.Kind.NO_SUCH_DOMAIN;
    }

    private Postponement postpone(Entry entry, List<Refusal> group, LaneReaction.Closings closings, Instant now) {
        Verdict verdict = group.get(0).verdict();
        List<Recipient> recipients = new ArrayList<>();
        group.forEach(refusal -> recipients.add(
                new Recipient(refusal.recipient(), Optional.of(refusal.reply().text()))));
        OptionalInt priority =
                settings.usePriority() ? OptionalInt.of(MailPrioritySupport.LOW_PRIORITY) : OptionalInt.empty();
        return new Postponement(
                recipients, due(entry, verdict, closings, now), deferral(entry, group.get(0), now), priority);
    }

    private Instant due(Entry entry, Verdict verdict, LaneReaction.Closings closings, Instant now) {
        List<Duration> explicit = settings.explicitSchedule().orElse(List.of());
        if (!explicit.isEmpty()) {
            return now.plus(explicit.get(Math.min(entry.attempts(), explicit.size() - 1)));
        }
        if (wholeLane(verdict.scope()) && closings.lane().isPresent()) {
            return closings.lane().get();
        }
        if ((verdict.scope() == Scope.TENANT || verdict.scope() == Scope.CONNECTION)
                && closings.tenant().isPresent()) {
            return closings.tenant().get();
        }
        Instant due = now.plus(schedule.nextWait(verdict, entry.attempts() + 1));
        return verdict.giveUpAfter()
                .map(time -> firstDeferral(entry, now).plus(time))
                .filter(due::isAfter) // the last attempt, not later than that
                .orElse(due);
    }

    private static boolean wholeLane(Scope scope) {
        return scope == Scope.SOURCE || scope == Scope.SERVICE;
    }

    private Failure fail(Entry entry, List<Refusal> group, Instant now) {
        List<String> recipients = group.stream().map(Refusal::recipient).toList();
        Refusal first = group.get(0);
        boolean permanent = !first.verdict().temporary();
        return new Failure(
                recipients, deferral(entry, first, now), first.reply().text(), permanent);
    }

    private static Deferral deferral(Entry entry, Refusal refusal, Instant now) {
        Reply reply = refusal.reply();
        return Deferral.of(refusal.verdict(), reply.stage(), reply.remote(), firstDeferral(entry, now));
    }

    private static Instant firstDeferral(Entry entry, Instant now) {
        return entry.lastDeferral().map(Deferral::first).orElse(now);
    }
}
