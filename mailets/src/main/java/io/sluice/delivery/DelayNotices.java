package io.sluice.delivery;

import io.sluice.outbox.Entry;
import io.sluice.outbox.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.MessagingException;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has senders told that their mail waits: once for each recipient, some time after the mail came. At most
 * {@value #BATCH} notices a second go to James, so that an outage with a large backlog is no storm of notices.
 *
 * <p>A notice is struck out in the outbox before it is handed over: a crash between loses it, and never doubles it.
 */
final class DelayNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(DelayNotices.class);
    private static final int BATCH = 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration IN_FLIGHT = Duration.ofSeconds(5);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);
    private static final Duration REPORT = Duration.ofMinutes(1);

    private final DeliveryParts parts;
    private final DelayNotice notice;
    private final LastReplies replies;
    private final Alarm alarm;
    private volatile boolean stopped;
    private Instant notBefore = Instant.MIN; // guarded by this, as the two below
    private Instant lastReport = Instant.MIN;
    private int told;

    DelayNotices(DeliveryParts parts, DelayNotice notice, LastReplies replies, Wakeups wakeups) {
        this.parts = parts;
        this.notice = notice;
        this.replies = replies;
        this.alarm = new Alarm(wakeups, parts.clock(), this::run);
    }

    /** When the sender of a mail that comes in now is to be told; empty when he is not. */
    Optional<Instant> due(Mail mail, Instant now) {
        try {
            Optional<DsnParameters> dsn = mail.dsnParameters();
            boolean wanted = mail.hasSender()
                    && mail.getRecipients().stream()
                            .anyMatch(recipient -> NotifyWishes.wants(DsnParameters.Notify.DELAY, dsn, recipient))
                    && !AutomaticMail.is(mail);
            return wanted ? Optional.of(now.plus(notice.after())) : Optional.empty();
        } catch (MessagingException e) {
            LOGGER.warn("The headers of mail {} cannot be read; nobody is told when it waits", mail.getName(), e);
            return Optional.empty();
        }
    }

    /** Sends what is due now, and then whenever the next is. */
    void start() {
        alarm.set(parts.clock().instant());
    }

    void stop() {
        stopped = true;
    }

    /** Mail was stored whose notice is due then. */
    void expect(Instant due) {
        alarm.set(due);
    }

    private synchronized void run() {
        Instant now = parts.clock().instant();
        if (stopped) {
            return;
        }
        if (now.isBefore(notBefore)) {
            alarm.set(notBefore);
            return;
        }
        try {
            List<Entry> due = parts.outbox().takeNotices(parts.settings().outgoing(), now, BATCH);
            boolean taken = send(due, now);
            report(now, due.size() == BATCH);
            next(now, due.isEmpty(), taken);
        } catch (RuntimeException e) {
            LOGGER.error("Notices about mail that waits cannot be sent; trying again", e);
            notBefore = now.plus(AFTER_FAULT);
            alarm.set(notBefore);
        }
    }

    private void next(Instant now, boolean nothingWasDue, boolean taken) {
        if (!taken) {
            notBefore = now.plus(AFTER_FAULT);
            alarm.set(notBefore);
            return;
        }
        // What is due although nothing was found is in flight; it may wait again when that is over.
        Duration pause = nothingWasDue ? IN_FLIGHT : PAUSE;
        notBefore = nothingWasDue ? now : now.plus(pause);
        parts.outbox()
                .nextNotice(parts.settings().outgoing())
                .ifPresent(next -> alarm.set(nothingWasDue && next.isAfter(now) ? next : later(next, now.plus(pause))));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** False when James did not take all of them. */
    private boolean send(List<Entry> due, Instant now) {
        List<Long> failed = new ArrayList<>();
        for (Entry entry : due) {
            try {
                told += tell(entry);
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("James does not take the notice about entry {}; trying again", entry.id(), e);
                failed.add(entry.id());
            }
        }
        if (!failed.isEmpty()) {
            CompletableFuture<Void> unused = parts.outbox()
                    .returnNotices(failed, now.plus(AFTER_FAULT))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOGGER.error("The notices of {} entries are lost", failed.size(), failure);
                        }
                    });
        }
        return failed.isEmpty();
    }

    private int tell(Entry entry) throws MessagingException {
        Optional<StoredMessage> message = parts.outbox().message(entry.messageId());
        int recipients = 0;
        if (message.isPresent()) {
            for (LastReplies.Group group : replies.meanwhile(entry)) {
                List<String> wanting =
                        StoredMails.wanting(DsnParameters.Notify.DELAY, message.get(), group.recipients());
                if (!wanting.isEmpty()) {
                    parts.handOver().delayed(entry, message.get(), wanting, group, notice.processor());
                    recipients += wanting.size();
                }
            }
        }
        return recipients;
    }

    private void report(Instant now, boolean more) {
        if (told > 0 && (!more || !now.isBefore(lastReport.plus(REPORT)))) {
            LOGGER.info(
                    "Senders of {} were told that their mail waits for {} recipients",
                    parts.settings().outgoing(),
                    told);
            told = 0;
            lastReport = now;
        }
    }
}
