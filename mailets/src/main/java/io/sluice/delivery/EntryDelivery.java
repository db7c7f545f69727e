package io.sluice.delivery;

import io.sluice.delivery.transport.Connections;
import io.sluice.delivery.transport.MessageBody;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Permit;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.StoredMessage;
import io.sluice.reply.MaskedAddresses;
import io.sluice.reply.Remedy;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.Service;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers leased entries of one lane: attempt, verdicts, hand-over to James, settlement. Every entry that comes in is
 * settled or given back, whatever happens; a settlement that the store refuses is repeated until it is taken, because
 * the receiver has the mail already.
 */
final class EntryDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(EntryDelivery.class);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    private final Lane lane;
    private final LaneId laneId;
    private final DeliveryParts parts;
    private final Connections connections;
    private final LaneFeedback feedback;
    private final Judgement judgement;
    private final Consumer<LaneId> wakeLane;
    private final GivingUp givingUp;
    private final Consumer<Instant> expiries;
    private final Unsettled unsettled;

    /**
     * Made for one lane.
     *
     * @param wakeLane is told which lane has mail that it may not know of
     * @param expiries is told when mail that waits again runs out of time
     */
    EntryDelivery(
            Lane lane,
            DeliveryParts parts,
            LaneFeedback feedback,
            Consumer<LaneId> wakeLane,
            GivingUp givingUp,
            Consumer<Instant> expiries) {
        this.lane = lane;
        this.laneId = lane.id();
        this.parts = parts;
        this.connections = parts.connections().atMost(Integer.MAX_VALUE, new LaneRules(lane, parts.clock()));
        this.feedback = feedback;
        this.judgement = new Judgement(parts.settings(), parts.schedule());
        this.wakeLane = wakeLane;
        this.givingUp = givingUp;
        this.expiries = expiries;
        this.unsettled = new Unsettled(lane::mostConnections);
    }

    /** Makes one attempt and gives the permit back. Never throws. */
    void deliver(Entry entry, Permit permit) {
        try {
            deliver(entry, permit, unsettled.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Instant now = parts.clock().instant();
            feedback.abandon(permit, now);
            giveBack(entry, laneId, now);
        }
    }

    private void deliver(Entry entry, Permit permit, Unsettled.Ticket ticket) {
        try {
            attempt(entry, permit, ticket);
        } catch (RuntimeException e) {
            ticket.close();
            Instant now = parts.clock().instant();
            LOGGER.error("Attempt on entry {} of lane {} failed here", entry.id(), laneId, e);
            feedback.abandon(permit, now);
            if (!setAsideIfDamaged(entry)) {
                giveBack(entry, laneId, now.plus(AFTER_FAULT));
            }
        }
    }

    private boolean setAsideIfDamaged(Entry entry) {
        try {
            return outbox().setAsideIfDamaged(entry.id());
        } catch (OutboxException e) {
            LOGGER.warn("Entry {} could not be looked at", entry.id(), e);
            return false;
        }
    }

    private void attempt(Entry entry, Permit permit, Unsettled.Ticket ticket) {
        if (!outbox().isLeased(entry.id())) {
            ticket.close();
            feedback.abandon(permit, parts.clock().instant());
            LOGGER.warn("Entry {} is left to the server that took it over from this one", entry.id());
            return;
        }
        Instant start = parts.clock().instant();
        if (!start.isBefore(entry.expires())) {
            // It was leased in time, and has waited for its turn since.
            givingUp.giveUp(entry, start, this::wakeForWhatStays, ticket);
            feedback.abandon(permit, start);
            return;
        }
        Optional<StoredMessage> message = outbox().message(entry.messageId());
        if (message.isEmpty()) {
            LOGGER.error("Entry {} has no message in the outbox and is dropped", entry.id());
            feedback.abandon(permit, parts.clock().instant());
            parts.settler().settle(new Settlement(entry.id(), addresses(entry), List.of()), entries -> {}, ticket);
            return;
        }
        Destination destination = parts.destinations().of(entry.domain());
        LaneId rightLane = new LaneId(laneId.source(), destination.lane());
        if (destination instanceof Destination.Known && !rightLane.equals(laneId)) {
            Instant now = parts.clock().instant();
            ticket.close();
            feedback.abandon(permit, now);
            giveBack(entry, rightLane, now);
            return;
        }
        AttemptReport report = run(entry, message.get(), destination);
        conclude(entry, message.get(), report, start, permit, ticket);
    }

    private AttemptReport run(Entry entry, StoredMessage message, Destination destination) {
        parts.observer().attempted(laneId);
        AttemptReport report = runOnce(message, destination, addresses(entry));
        Set<String> misrouted = report.refusals().stream()
                .filter(refusal -> refusal.verdict().remedy() == Remedy.RE_RESOLVE)
                .map(Refusal::recipient)
                .collect(Collectors.toSet());
        if (misrouted.isEmpty()) {
            return report;
        }
        parts.destinations().forget(entry.domain());
        try {
            Destination fresh = parts.destinations().of(entry.domain());
            return fresh.equals(destination) ? report : report.amendedBy(runOnce(message, fresh, misrouted));
        } catch (RuntimeException e) {
            // What the first hosts accepted must be told, or it would be sent again.
            LOGGER.error("The new hosts of {} could not be tried; the first answers stand", entry.domain(), e);
            return report;
        }
    }

    private AttemptReport runOnce(StoredMessage message, Destination destination, Set<String> recipients) {
        if (destination instanceof Destination.Unknown unknown) {
            return AttemptReport.allRefused(
                    recipients, unknown.reason(), classifier().classify(unknown.reason(), unknown.service()));
        }
        Destination.Known known = (Destination.Known) destination;
        Optional<Service> service = known.service();
        return new Attempt(
                        parts.planner(),
                        connections,
                        classifier(),
                        batch -> StoredMails.envelope(message, batch),
                        new OutboxBody(message),
                        service,
                        recipients,
                        lane.recipientsPerTransaction())
                .run(known);
    }

    private void conclude(
            Entry entry,
            StoredMessage message,
            AttemptReport report,
            Instant start,
            Permit permit,
            Unsettled.Ticket ticket) {
        Instant now = parts.clock().instant();
        LaneFeedback.Conclusion conclusion = feedback.conclude(entry, permit, report, now);
        Judgement.Sentence sentence = judgement.judge(entry, Deadlines.of(message), report, conclusion.reaction(), now);
        tell(message, report, sentence);
        parts.observer().concluded(AttemptOutcome.of(laneId, entry, message, report, sentence, start, now));
        Set<String> done = new HashSet<>(report.accepted());
        handOverDelivered(entry, message, report, now);
        sentence =
                parts.handOver().failures(entry, message, sentence, entry.attempts() + 1, done, now.plus(AFTER_FAULT));
        Judgement.Sentence settled = sentence;
        parts.settler()
                .settle(
                        new Settlement(entry.id(), done, sentence.postponed(), conclusion.changes()),
                        entries -> {
                            wakeForWhatStays(entries);
                            settled.postponed().stream()
                                    .map(postponement -> postponement.expires().orElse(entry.expires()))
                                    .forEach(expiries);
                            parts.handOver().deferrals(entry, message, settled, entries);
                        },
                        ticket);
    }

    private void wakeForWhatStays(List<Long> entries) {
        if (!entries.isEmpty()) {
            wakeLane.accept(laneId);
        }
    }

    private void handOverDelivered(Entry entry, StoredMessage message, AttemptReport report, Instant now) {
        try {
            Set<String> others = new LinkedHashSet<>(report.accepted());
            others.removeAll(parts.handOver().relayed(entry, message, report.relayed(), now));
            parts.handOver().delivered(entry, message, others);
        } catch (Exception e) {
            LOGGER.error("Mail {} was delivered, but onSuccess could not be told", message.name(), e);
        }
    }

    private void tell(StoredMessage message, AttemptReport report, Judgement.Sentence sentence) {
        if (!report.accepted().isEmpty()) {
            parts.observer().accepted(laneId, report.accepted().size());
            LOGGER.info(
                    "Mail {} delivered over lane {} to {}",
                    message.name(),
                    laneId,
                    MaskedAddresses.in(report.accepted().toString()));
        }
        Set<String> failing = sentence.failing();
        for (Refusal refusal : report.refusals()) {
            boolean fails = failing.contains(refusal.recipient());
            if (fails) {
                parts.observer().failed(laneId, refusal);
            } else {
                parts.observer().deferred(laneId, refusal);
            }
            LOGGER.info(
                    "Mail {} {} for {} over lane {} by {}: {} [{}, stage={}{}]",
                    message.name(),
                    fails ? "failed" : "deferred",
                    MaskedAddresses.in(refusal.recipient()),
                    laneId,
                    refusal.reply().remote(),
                    MaskedAddresses.in(refusal.reply().text()),
                    refusal.verdict().ruleId(),
                    refusal.reply().stage().token(),
                    refusal.verdict().parts().summary());
        }
    }

    private void giveBack(Entry entry, LaneId lane, Instant due) {
        parts.settler().giveBack(List.of(entry.id()), lane.toString(), due, () -> wakeLane.accept(lane));
    }

    private static Set<String> addresses(Entry entry) {
        return entry.recipients().stream().map(Recipient::address).collect(Collectors.toSet());
    }

    private Outbox outbox() {
        return parts.outbox();
    }

    private ReplyClassifier classifier() {
        return parts.classifier();
    }

    /** The body in the outbox; a store that cannot be read makes the attempt fail, never the mail shorter. */
    private final class OutboxBody implements MessageBody {
        private final StoredMessage message;

        private OutboxBody(StoredMessage message) {
            this.message = message;
        }

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public boolean eightBit() {
            return message.eightBit();
        }

        @Override
        public InputStream open() throws IOException {
            return outbox().body(message.id());
        }
    }
}
