package io.sluice.delivery;

import io.sluice.lane.Reaction;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
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
import java.util.Set;
import java.util.stream.Collectors;
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
    record Sentence(List<Postponement> postponed, List<Failure> failures) {
        /** All recipients that are given back. */
        Set<String> failing() {
            return failures.stream()
                    .flatMap(failure -> failure.recipients().stream())
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Recipients that are given up.
     *
     * @param permanent false when time or retries ran out on a temporary refusal
     * @param expiry why the time was over; empty when that is not the reason
     */
    record Failure(List<String> recipients, Deferral why, String reply, boolean permanent, Optional<Expiry> expiry) {
        Failure {
            recipients = List.copyOf(recipients);
        }

        /** Given up because of the reply. */
        Failure(List<String> recipients, Deferral why, String reply, boolean permanent) {
            this(recipients, why, reply, permanent, Optional.empty());
        }
    }

    /**
     * Judges the outcome of an attempt.
     *
     * @param deadline until when the mail is of use
     */
    Sentence judge(Entry entry, Optional<Instant> deadline, AttemptReport report, Reaction reaction, Instant now) {
        Lifetime lifetime = new Lifetime(entry.stored(), settings.maxAges(), deadline);
        Map<String, List<Refusal>> waiting = new LinkedHashMap<>();
        Map<String, List<Refusal>> failing = new LinkedHashMap<>();
        for (Refusal refusal : report.refusals()) {
            if (givesUp(entry, lifetime, refusal, now)) {
                failing.computeIfAbsent(refusal.reply().text(), key -> new ArrayList<>())
                        .add(refusal);
            } else {
                waiting.computeIfAbsent(refusal.verdict().ruleId(), key -> new ArrayList<>())
                        .add(refusal);
            }
        }
        List<Postponement> postponed = new ArrayList<>();
        waiting.values().forEach(group -> postponed.add(postpone(entry, lifetime, group, reaction, now)));
        List<Failure> failures = new ArrayList<>();
        failing.values().forEach(group -> failures.add(fail(entry, lifetime, group, now)));
        return new Sentence(List.copyOf(postponed), List.copyOf(failures));
    }

    private boolean givesUp(Entry entry, Lifetime lifetime, Refusal refusal, Instant now) {
        if (lifetime.over(refusal.verdict().deferralClass(), now).isPresent()) {
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

    private Postponement postpone(Entry entry, Lifetime lifetime, List<Refusal> group, Reaction reaction, Instant now) {
        Verdict verdict = group.get(0).verdict();
        List<Recipient> recipients = new ArrayList<>();
        group.forEach(refusal -> recipients.add(
                new Recipient(refusal.recipient(), Optional.of(refusal.reply().text()))));
        OptionalInt priority =
                settings.usePriority() ? OptionalInt.of(MailPrioritySupport.LOW_PRIORITY) : OptionalInt.empty();
        return new Postponement(
                recipients,
                due(entry, verdict, reaction, now),
                deferral(entry, group.get(0), now),
                priority,
                Optional.of(lifetime.end(verdict.deferralClass())));
    }

    private Instant due(Entry entry, Verdict verdict, Reaction reaction, Instant now) {
        List<Duration> explicit = settings.explicitSchedule().orElse(List.of());
        if (!explicit.isEmpty()) {
            return now.plus(explicit.get(Math.min(entry.attempts(), explicit.size() - 1)));
        }
        Instant byItself = now.plus(schedule.nextWait(verdict, entry.attempts() + 1));
        Optional<Instant> gate = reaction.until(verdict);
        if (gate.isPresent()) {
            return later(gate.get(), earlier(byItself, now.plus(soon(entry.attempts()))));
        }
        return verdict.giveUpAfter()
                .map(time -> firstDeferral(entry, now).plus(time))
                .filter(byItself::isAfter) // the last attempt, not later than that
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

    private Failure fail(Entry entry, Lifetime lifetime, List<Refusal> group, Instant now) {
        List<String> recipients = group.stream().map(Refusal::recipient).toList();
        Refusal first = group.get(0);
        boolean permanent = !first.verdict().temporary();
        return new Failure(
                recipients,
                deferral(entry, first, now),
                first.reply().text(),
                permanent,
                permanent ? Optional.empty() : lifetime.over(first.verdict().deferralClass(), now));
    }

    private static Deferral deferral(Entry entry, Refusal refusal, Instant now) {
        Reply reply = refusal.reply();
        return Deferral.of(refusal.verdict(), reply.stage(), reply.remote(), firstDeferral(entry, now), now);
    }

    private static Instant firstDeferral(Entry entry, Instant now) {
        return entry.lastDeferral().map(Deferral::first).orElse(now);
    }
}
