package io.sluice.outbox.sql;

import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.NotLeasedException;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Settlement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the outcomes of attempts into the outbox. To ask again does not help where a page is damaged: then the entry is set
 * aside, so that nobody waits for it, and it is not sent again.
 */
final class Settlements {
    private static final Logger LOGGER = LoggerFactory.getLogger(Settlements.class);
    private static final String DONE = "; its mail has left, nothing of it is to be sent again";

    private final Function<Writer.Work<List<Long>>, CompletableFuture<List<Long>>> writer;
    private final Function<Writer.Work<List<Long>>, CompletableFuture<List<Long>>> leaser;
    private final Damage damage;
    private final Engine.Refused refused;
    private final InstantSource clock;

    /**
     * Settles by these.
     *
     * @param writer runs a change
     * @param leaser runs what is given back
     * @param refused is told of entries that are done, and that the store refuses to delete
     */
    Settlements(
            Function<Writer.Work<List<Long>>, CompletableFuture<List<Long>>> writer,
            Function<Writer.Work<List<Long>>, CompletableFuture<List<Long>>> leaser,
            Damage damage,
            Engine.Refused refused,
            InstantSource clock) {
        this.writer = writer;
        this.leaser = leaser;
        this.damage = damage;
        this.refused = refused;
        this.clock = clock;
    }

    CompletableFuture<List<Long>> settle(Settlement settlement) {
        return writer.apply(session -> Settling.settle(session, settlement, clock.instant()))
                .exceptionallyCompose(failure -> anyway(settlement, cause(failure)));
    }

    CompletableFuture<Void> giveBack(List<Long> ids, String lane, Instant due) {
        return leaser.apply(session -> {
                    Leasing.giveBack(session, ids, lane, due);
                    return ids;
                })
                .exceptionallyCompose(failure -> anyway(ids, lane, due, cause(failure)))
                .thenAccept(done -> {});
    }

    private CompletableFuture<List<Long>> anyway(Settlement settlement, Throwable failure) {
        long id = settlement.entryId();
        if (!isDamage(failure)) {
            if (settlement.postponed().isEmpty() && !(failure instanceof NotLeasedException)) {
                refused.add(id);
            }
            return CompletableFuture.failedFuture(failure);
        }
        if (!settlement.lanes().equals(LaneChanges.NONE)) {
            // The damage may be where that is kept.
            LOGGER.error("What entry {} taught its lane could not be written: {}", id, failure.getMessage());
            return settle(new Settlement(id, settlement.done(), settlement.postponed()));
        }
        return setAside(id, failure, settlement.postponed().isEmpty()).thenApply(done -> {
            throw new NotLeasedException("Entry " + id + " met a damaged page and is set aside", failure);
        });
    }

    private CompletableFuture<List<Long>> anyway(List<Long> ids, String lane, Instant due, Throwable failure) {
        if (!isDamage(failure)) {
            return CompletableFuture.failedFuture(failure);
        }
        if (ids.size() == 1) {
            return setAside(ids.get(0), failure, false);
        }
        CompletableFuture<?>[] each =
                ids.stream().map(id -> giveBack(List.of(id), lane, due)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(each).thenApply(done -> ids);
    }

    /**
     * Does not fail: what cannot be set aside either is passed over.
     *
     * @param done whether all its recipients are done, so that nothing must be sent again
     */
    private CompletableFuture<List<Long>> setAside(long id, Throwable why, boolean done) {
        return writer.apply(session -> {
                    damage.setAside(session, id, "a damaged page" + (done ? DONE : ""));
                    return List.of(id);
                })
                .exceptionally(failure -> {
                    boolean unused = damage.met(id);
                    damage.cannotBeSetAside(id, why.getMessage() + (done ? DONE : ""));
                    return List.of(id);
                });
    }

    private static boolean isDamage(Throwable failure) {
        return failure instanceof MalformedRowException || Damage.isShownBy(failure.getCause());
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OutboxException
                ? cause
                : new OutboxException(String.valueOf(cause.getMessage()), cause);
    }
}
