package io.sluice.delivery;

import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What came out of one attempt: every recipient is accepted or refused.
 *
 * @param accepted recipients that the receiver took
 * @param relayed those of them whom a receiver took that tells senders nothing (RFC 3461), with its reply
 * @param refusals the others
 * @param takenAtOnce how many recipients the receiver took in a transaction that it called too full; empty when it said
 *     no such thing
 */
record AttemptReport(
        Set<String> accepted, Map<String, SmtpReply> relayed, List<Refusal> refusals, OptionalInt takenAtOnce) {
    AttemptReport {
        accepted = Set.copyOf(accepted);
        relayed = Map.copyOf(relayed);
        refusals = List.copyOf(refusals);
    }

    AttemptReport(Set<String> accepted, List<Refusal> refusals) {
        this(accepted, Map.of(), refusals, OptionalInt.empty());
    }

    /** Nobody was accepted, all for the same reason. */
    static AttemptReport allRefused(Set<String> recipients, Reply reply, Verdict verdict) {
        return new AttemptReport(
                Set.of(),
                recipients.stream()
                        .map(recipient -> new Refusal(recipient, reply, verdict))
                        .toList());
    }

    /** This report, with what a later try of some of its recipients brought in place of their outcomes. */
    AttemptReport amendedBy(AttemptReport later) {
        Set<String> again = new HashSet<>(later.accepted());
        later.refusals().forEach(refusal -> again.add(refusal.recipient()));
        Set<String> taken = new HashSet<>(accepted);
        taken.addAll(later.accepted());
        List<Refusal> refused = new ArrayList<>(later.refusals());
        refusals.stream()
                .filter(refusal -> !again.contains(refusal.recipient()))
                .forEach(refused::add);
        Map<String, SmtpReply> passedOn = new HashMap<>(relayed);
        passedOn.putAll(later.relayed());
        return new AttemptReport(taken, passedOn, refused, takenAtOnce.isPresent() ? takenAtOnce : later.takenAtOnce());
    }
}
