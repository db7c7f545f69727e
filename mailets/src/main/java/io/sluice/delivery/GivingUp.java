package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.StoredMessage;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.MaskedAddresses;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up leased mail whose time is over, with the last real reply of each recipient, also for the null sender. */
final class GivingUp {
    static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(GivingUp.class);

    private static final String GIVEN_BACK = "554 5.0.0 Given back by the postmaster";

    private final DeliveryParts parts;
    private final LastReplies replies;

    GivingUp(DeliveryParts parts, LastReplies replies) {
        this.parts = parts;
        this.replies = replies;
    }

    /**
     * Hands the entry to James and settles it.
     *
     * @param afterwards is told what stays, when it is settled
     * @return false when James did not take all of it; the rest is tried again a minute later
     */
    boolean giveUp(Entry entry, Instant now, Consumer<List<Long>> afterwards, Unsettled.Ticket ticket) {
        Optional<StoredMessage> message = parts.outbox().message(entry.messageId());
        Set<String> done = new HashSet<>();
        Judgement.Sentence rest = new Judgement.Sentence(List.of(), List.of());
        if (message.isPresent()) {
            Judgement.Sentence sentence = new Judgement.Sentence(List.of(), failures(entry, message.get(), now));
            rest = parts.handOver()
                    .failures(entry, message.get(), sentence, entry.attempts(), done, now.plus(AFTER_FAULT));
            parts.observer().expired(LaneId.parse(entry.lane()), entry, done.size());
            LOGGER.info(
                    "Mail {} is given up for {}: its time is over",
                    message.get().name(),
                    MaskedAddresses.in(done.toString()));
        } else {
            entry.recipients().forEach(recipient -> done.add(recipient.address()));
        }
        if (!rest.postponed().isEmpty() && done.isEmpty() && parts.outbox().setAsideIfDamaged(entry.id())) {
            // James cannot take what nobody can read; others must not wait behind it.
            ticket.close();
            return true;
        }
        parts.settler().settle(new Settlement(entry.id(), done, rest.postponed()), afterwards, ticket);
        return rest.postponed().isEmpty();
    }

    /**
     * Gives a leased entry back to its sender because an operator wants it so.
     *
     * @param text why, for the sender
     * @return false when James did not take it; then it is where it was
     */
    boolean giveBack(Entry entry, String text, Instant now) {
        Optional<StoredMessage> message = parts.outbox().message(entry.messageId());
        Set<String> done = new HashSet<>();
        if (message.isPresent()) {
            List<String> recipients =
                    entry.recipients().stream().map(Recipient::address).toList();
            String reply = GIVEN_BACK + (text.isEmpty() ? "" : ": " + text);
            Judgement.Failure failure =
                    new Judgement.Failure(recipients, byOperator(entry, now), reply, true, Optional.empty());
            Judgement.Sentence unused = parts.handOver()
                    .failures(
                            entry,
                            message.get(),
                            new Judgement.Sentence(List.of(), List.of(failure)),
                            entry.attempts(),
                            done,
                            now);
        } else {
            entry.recipients().forEach(recipient -> done.add(recipient.address()));
        }
        if (done.isEmpty()) {
            parts.outbox()
                    .giveBack(List.of(entry.id()), entry.lane(), entry.due())
                    .join();
            return false;
        }
        LOGGER.info("The held entry {} is given back to its sender, as an operator wants", entry.id());
        parts.settler().settle(new Settlement(entry.id(), done, List.of()), entries -> {});
        return true;
    }

    private static Deferral byOperator(Entry entry, Instant now) {
        return new Deferral(
                DeferralClass.OTHER,
                Scope.MESSAGE,
                "given-back",
                "An operator gave the mail back to its sender.",
                SmtpStage.OTHER,
                RemoteHost.NONE,
                true,
                ReplyParts.NONE,
                entry.lastDeferral().map(Deferral::first).orElse(entry.stored()),
                now);
    }

    private List<Judgement.Failure> failures(Entry entry, StoredMessage message, Instant now) {
        Lifetime lifetime = new Lifetime(entry.stored(), parts.settings().maxAges(), Deadlines.of(message));
        Expiry expiry = lifetime.reason(now);
        return replies.atTheEnd(entry).stream()
                .map(group -> new Judgement.Failure(
                        group.recipients(), group.why(), group.reply(), false, Optional.of(expiry)))
                .toList();
    }
}
