package io.sluice.delivery;

import io.sluice.outbox.NotLeasedException;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings settlements, and entries that are given back, into the outbox. A store that refuses one, for example because the disk is full, is asked again
 * until it takes it: the receiver has answered, and sending again would double the mail. What is not settled when the
 * server stops is sent again after the start.
 */
final class Settler {
    private static final Logger LOGGER = LoggerFactory.getLogger(Settler.class);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final Wakeups wakeups;
    private final AtomicInteger pending = new AtomicInteger();

    Settler(Outbox outbox, Wakeups wakeups) {
        this.outbox = outbox;
        this.wakeups = wakeups;
    }

    /** Settles, then runs {@code afterwards}; returns at once. */
    void settle(Settlement settlement, Consumer<List<Long>> afterwards) {
        settle(settlement, afterwards, () -> {});
    }

    /** Settles, then closes the ticket and runs {@code afterwards}; returns at once. */
    void settle(Settlement settlement, Consumer<List<Long>> afterwards, Unsettled.Ticket ticket) {
        pending.incrementAndGet();
        tryOnce(settlement, afterwards, ticket);
    }

    private void tryOnce(Settlement settlement, Consumer<List<Long>> afterwards, Unsettled.Ticket ticket) {
        CompletableFuture<List<Long>> commit;
        try {
            commit = outbox.settle(settlement);
        } catch (OutboxException e) {
            commit = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<List<Long>> unused = commit.whenComplete((entries, failure) -> {
            if (failure == null) {
                pending.decrementAndGet();
                ticket.close();
                wakeups.now(() -> afterwards.accept(entries));
            } else if (failure instanceof NotLeasedException || failure.getCause() instanceof NotLeasedException) {
                pending.decrementAndGet();
                ticket.close();
                LOGGER.error("Entry {} was settled before, or is not ours any more", settlement.entryId(), failure);
            } else {
                LOGGER.error("Entry {} could not be settled; trying again", settlement.entryId(), failure);
                wakeups.in(REPEAT_AFTER, () -> tryOnce(settlement, afterwards, ticket));
            }
        });
    }

    /**
     * Gives leased entries back, then runs {@code afterwards}; returns at once. A store that cannot be reached is asked
     * again until it can: otherwise nobody would have the entries before the next start.
     */
    void giveBack(List<Long> entries, String lane, Instant due, Runnable afterwards) {
        CompletableFuture<Void> commit;
        try {
            commit = outbox.giveBack(entries, lane, due);
        } catch (OutboxException e) {
            commit = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> unused = commit.whenComplete((done, failure) -> {
            if (failure == null) {
                afterwards.run();
            } else {
                LOGGER.error("Entries {} could not be given back; trying again", entries, failure);
                wakeups.in(REPEAT_AFTER, () -> giveBack(entries, lane, due, afterwards));
            }
        });
    }

    /** Settlements that are not on disk yet. */
    int pending() {
        return pending.get();
    }
}
