package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows mail again that James's spool hands over a second time, because the server was killed after the outbox had stored
 * the mail and before the spool had noted that. What was stored is noted with it, in the same transaction; the note is of
 * use after a crash only, so it is dropped a minute later, or when the outbox is closed. What a crash left is kept for a
 * day. Safe for several threads.
 */
final class Receipts implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Receipts.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1000;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final boolean shared;
    private volatile boolean left = true; // until it is known better
    private volatile boolean damaged;
    private volatile boolean begun;

    /** @param shared whether other servers may have left some at any time */
    Receipts(Writer writer, Readers readers, boolean shared, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.shared = shared;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-outbox-receipts");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to drop what is of no use. */
    void begin() {
        begun = true;
        var unused = timer.scheduleWithFixedDelay(
                this::tryToDrop, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The notes of an earlier run are what a crash left: nobody else can have the outbox. */
    void afterCrash() {
        try {
            int notes = SqlOutbox.join(writer.submit(0, session -> ReceiptTable.leave(session, clock.instant())));
            if (notes > 0) {
                LOGGER.info(
                        "The last run ended without closing the outbox; {} mails that it took last will be known again",
                        notes);
            }
            drop();
        } catch (OutboxException e) {
            // No reason not to start; a full disk would be one otherwise.
            LOGGER.error(
                    "What the last run took cannot be made out; mail that James's spool hands over again arrives twice",
                    e);
        }
    }

    /** What a mail leaves in the outbox beside itself: to be written in its transaction. */
    Writer.Work<Boolean> note(String identity, Collection<String> recipients) {
        if (damaged) {
            return session -> false;
        }
        List<byte[]> mails = recipients.stream()
                .distinct()
                .map(recipient -> ReceiptTable.digest(identity, recipient))
                .toList();
        return session -> {
            for (byte[] mail : mails) {
                ReceiptTable.insert(session, mail, clock.instant());
            }
            return true;
        };
    }

    /** As {@link io.sluice.outbox.Outbox#takenBefore}. */
    Set<String> claim(String identity, Collection<String> recipients) {
        if (damaged || !(shared || left)) {
            return Set.of();
        }
        Map<String, byte[]> mails = new LinkedHashMap<>();
        recipients.forEach(recipient -> mails.put(recipient, ReceiptTable.digest(identity, recipient)));
        boolean some = readers.read(session -> {
            for (byte[] mail : mails.values()) {
                if (ReceiptTable.hasOfOtherRun(session, mail)) {
                    return true;
                }
            }
            return false;
        });
        if (!some) {
            return Set.of();
        }
        return SqlOutbox.join(writer.submit(0, session -> {
            Set<String> claimed = new LinkedHashSet<>();
            for (Map.Entry<String, byte[]> mail : mails.entrySet()) {
                if (ReceiptTable.claim(session, mail.getValue(), clock.instant())) {
                    claimed.add(mail.getKey());
                }
            }
            return claimed;
        }));
    }

    /** As {@link io.sluice.outbox.Outbox#takeOver}. */
    boolean takeOver(long entryId, String identity) {
        byte[] mail = ReceiptTable.digest(identity, "taken over " + entryId);
        return SqlOutbox.join(writer.submit(0, session -> {
            boolean withdrawn = EntryTable.withdraw(session, entryId);
            if (withdrawn && !damaged) {
                ReceiptTable.insertLasting(session, mail, clock.instant());
            }
            return withdrawn || (!damaged && ReceiptTable.hasOfOtherRun(session, mail));
        }));
    }

    /** The notes are damaged, the mail was stored without: nothing is noted any more. */
    void giveUp(OutboxException failure) {
        damaged = true;
        LOGGER.error(
                "What the outbox took last cannot be noted: mail may arrive twice after a crash: {}",
                failure.getMessage());
    }

    /** Drops what is of no use any more, a part at a time, so that the writer is never held up for long. */
    void drop() {
        if (readers.read(session -> ReceiptTable.areOld(session, clock.instant()))) {
            int dropped = AT_ONCE;
            while (dropped >= AT_ONCE) {
                dropped = SqlOutbox.join(
                        writer.submit(0, session -> ReceiptTable.dropOld(session, clock.instant(), AT_ONCE)));
            }
        }
        left = readers.read(ReceiptTable::areLeft);
    }

    private void tryToDrop() {
        try {
            drop();
        } catch (OutboxException e) {
            LOGGER.debug("Notes of what was taken could not be dropped; it is tried again", e);
        }
    }

    /** The run ends in order: James's spool knows what was taken. The writer must not have been closed. */
    @Override
    public void close() {
        timer.shutdownNow();
        if (begun) {
            var unused = writer.submit(0, session -> {
                ReceiptTable.dropOurs(session);
                return true;
            });
        }
    }
}
