package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up mail whose time is over, with the last real reply of each recipient, also while its lane is closed and also
 * for the null sender.
 */
final class ExpirySweep {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExpirySweep.class);
    private static final int BATCH = 64;
    private static final Duration LEASE = Duration.ofHours(12);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);
    private static final String NEVER_TRIED = "451 4.4.7 The mail waited until its time was over and was not tried";

    private final DeliveryParts parts;
    private final Lanes lanes;
    private final Wakeups wakeups;
    private final Alarm alarm;
    private volatile boolean stopped;

    ExpirySweep(DeliveryParts parts, Lanes lanes, Wakeups wakeups) {
        this.parts = parts;
        this.lanes = lanes;
        this.wakeups = wakeups;
        this.alarm = new Alarm(wakeups, parts.clock(), this::run);
    }

    /** Sweeps now, and then whenever the next mail runs out of time. */
    void start() {
        wakeups.now(this::run);
    }

    void stop() {
        stopped = true;
    }

    /** Mail was stored that runs out of time then. */
    void expect(Instant expiry) {
        alarm.set(expiry);
    }

    private void run() {
        if (stopped) {
            return;
        }
        try {
            if (sweep()) {
                parts.outbox().nextExpiry(parts.settings().outgoing()).ifPresent(alarm::set);
                return;
            }
        } catch (RuntimeException e) {
            LOGGER.error("Expired mail cannot be given up; trying again", e);
        }
        wakeups.in(AFTER_FAULT, this::run);
    }

    /** False when James did not take all of it: then to go on at once would only turn in a circle. */
    private boolean sweep() {
        Instant now = parts.clock().instant();
        boolean taken = true;
        List<Entry> expired;
        do {
            expired = parts.outbox().leaseExpired(parts.settings().outgoing(), now, BATCH, now.plus(LEASE));
            for (Entry entry : expired) {
                taken &= giveUp(entry, now);
            }
        } while (taken && expired.size() == BATCH && !stopped);
        return taken;
    }

    private boolean giveUp(Entry entry, Instant now) {
        Optional<StoredMessage> message = parts.outbox().message(entry.messageId());
        Set<String> done = new HashSet<>();
        Judgement.Sentence rest = new Judgement.Sentence(List.of(), List.of());
        if (message.isPresent()) {
            Judgement.Sentence sentence = new Judgement.Sentence(List.of(), failures(entry, whyNeverTried(entry)));
            rest = parts.handOver()
                    .failures(entry, message.get(), sentence, entry.attempts(), done, now.plus(AFTER_FAULT));
            parts.observer().expired(LaneId.parse(entry.lane()), done.size());
            LOGGER.info(
                    "Mail {} is given up for {}: its time is over",
                    message.get().name(),
                    MaskedAddresses.in(done.toString()));
        } else {
            entry.recipients().forEach(recipient -> done.add(recipient.address()));
        }
        if (!rest.postponed().isEmpty() && done.isEmpty() && parts.outbox().setAsideIfDamaged(entry.id())) {
            // James cannot take what nobody can read; others must not wait behind it.
            return true;
        }
        parts.settler().settle(new Settlement(entry.id(), done, rest.postponed()), entries -> {});
        return rest.postponed().isEmpty();
    }

    private static List<Judgement.Failure> failures(Entry entry, String whyNeverTried) {
        Deferral why = entry.lastDeferral().orElseGet(() -> neverTried(entry));
        Map<String, List<String>> byReply = entry.recipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> recipient.lastReply().orElse(whyNeverTried),
                        Collectors.mapping(Recipient::address, Collectors.toList())));
        return byReply.entrySet().stream()
                .map(group -> new Judgement.Failure(group.getValue(), why, group.getKey(), false))
                .toList();
    }

    private String whyNeverTried(Entry entry) {
        return lanes.all().stream()
                .filter(lane -> lane.id().toString().equals(entry.lane()))
                .flatMap(lane -> lane.state().reason().stream())
                .findFirst()
                .map(cause -> NEVER_TRIED + ": its lane was closed because of " + cause)
                .orElse(NEVER_TRIED);
    }

    private static Deferral neverTried(Entry entry) {
        return new Deferral(
                DeferralClass.OTHER,
                Scope.MESSAGE,
                "expired-untried",
                "The lane was closed for as long as the mail was allowed to wait. See why the lane is closed.",
                SmtpStage.CONNECT,
                RemoteHost.NONE,
                true,
                ReplyParts.NONE,
                entry.stored());
    }
}
