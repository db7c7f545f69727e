package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt and what came of it.
 *
 * @param entry in the outbox
 * @param mail the name of the mail, as the log has it
 * @param sender its address; empty for the null sender
 * @param senderDomain its domain; empty for the null sender
 * @param domain of the recipients
 * @param tenant whom of Microsoft's customers they are with, as the outbox names it
 * @param number of the attempt, from 1
 * @param stored when the mail was handed in
 * @param started when the attempt began
 * @param ended when the last reply was there
 * @param accepted the recipients that were accepted
 * @param refused the others
 * @param next when the first of them is tried again; empty when none is
 */
public record AttemptOutcome(
        LaneId lane,
        long entry,
        String mail,
        Optional<String> sender,
        String senderDomain,
        String domain,
        String tenant,
        int number,
        Instant stored,
        Instant started,
        Instant ended,
        Set<String> accepted,
        List<Refused> refused,
        Optional<Instant> next) {
    public AttemptOutcome {
        accepted = Set.copyOf(accepted);
        refused = List.copyOf(refused);
    }

    /**
     * A recipient that was not accepted.
     *
     * @param gaveUp whether it is not tried again
     */
    public record Refused(Refusal refusal, boolean gaveUp) {}

    static AttemptOutcome of(
            LaneId lane,
            Entry entry,
            StoredMessage message,
            AttemptReport report,
            Judgement.Sentence sentence,
            Instant started,
            Instant ended) {
        Set<String> failing = sentence.failing();
        return new AttemptOutcome(
                lane,
                entry.id(),
                message.name(),
                message.sender(),
                entry.senderDomain(),
                entry.domain(),
                entry.tenant(),
                entry.attempts() + 1,
                entry.stored(),
                started,
                ended,
                report.accepted(),
                report.refusals().stream()
                        .map(refusal -> new Refused(refusal, failing.contains(refusal.recipient())))
                        .toList(),
                sentence.postponed().stream().map(Postponement::due).min(Instant::compareTo));
    }

    /** From the handing-in to the end of this attempt; not below zero, although a clock may be set back. */
    public Duration age() {
        return notNegative(Duration.between(stored, ended));
    }

    /** How long the attempt took; not below zero. */
    public Duration took() {
        return notNegative(Duration.between(started, ended));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
