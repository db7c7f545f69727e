package io.sluice.outbox;

import io.sluice.reply.ReplySample;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The durable, ordered store of all mail on its way. An entry is one message for the recipients of one destination. It
 * is <em>queued</em> (ready when its due time has come, waiting before), <em>held</em> (until released), or
 * <em>in flight</em> (leased to a node for a bounded time).
 *
 * <p>Every method that changes something returns, or completes its future, only after the change is on disk.
 * Implementations are safe for use by several threads; concurrent changes share a commit. Failures of the store are
 * {@link OutboxException}s and leave the store as it was; futures fail with one.
 *
 * <p>Times are kept to the millisecond. Callers wait while the store has no room for more work; an interrupt does not
 * cut a change short, because whether it was made could not be told then: the call returns when that is known, with the
 * thread still marked as interrupted.
 */
public interface Outbox extends AutoCloseable {
    /**
     * Stores a message and its entries in one transaction: all or nothing, the body once. An address that an entry
     * names twice counts once. The body is written on the caller's thread; its memory is bounded whatever its size.
     *
     * @param entries at least one
     * @return the ids of the entries, in the order given
     */
    List<Long> store(NewMessage message, List<NewEntry> entries);

    /**
     * Leases queued entries of a lane that are due, by descending priority, then by due time, then in the order of
     * their arrival.
     *
     * @param max how many at most, positive
     * @param leaseUntil when a lease that was not settled or released falls back to the queue
     */
    List<Entry> lease(String outgoing, String lane, Instant now, int max, Instant leaseUntil);

    /** Leases queued and held entries whose time to live is over, whatever their lane. */
    List<Entry> leaseExpired(String outgoing, Instant now, int max, Instant leaseUntil);

    /**
     * Settles a leased entry after an attempt, in one transaction: recipients that are done leave it, postponed ones
     * stay, split into entries of their own where their postponements differ: the first postponement keeps the entry's
     * id, each other one gets a new entry. An entry without recipients is deleted, and with the last entry its message.
     * Counts one attempt on what stays. A recipient without a reply keeps the one it had; {@link Deferral#first()}
     * stays the earliest that the entry had. Fails when the entry is not in flight, or when done and postponed
     * recipients together are not exactly the entry's.
     *
     * <p>Code that runs on completion of the future must not wait for another of this outbox's futures.
     *
     * @return the entries of the postponements, in their order
     */
    CompletableFuture<List<Long>> settle(Settlement settlement);

    /**
     * Gives leased entries back unattempted: to the queue of the given lane, due then. Entries that are not in flight
     * (any more) are left alone.
     */
    CompletableFuture<Void> giveBack(Collection<Long> entryIds, String lane, Instant due);

    /** Takes an entry out, if it is queued or held; false when it is in flight or gone. */
    boolean withdraw(long entryId);

    /** Returns leases that have run out to their queues. */
    int reclaim(Instant now);

    /** The lanes that have queued entries. */
    List<String> lanes(String outgoing);

    /** When the next queued entry of the lane is due; in the past when one is ready. */
    Optional<Instant> nextDue(String outgoing, String lane);

    /** When the next queued or held entry runs out of its time to live. */
    Optional<Instant> nextExpiry(String outgoing);

    /** What all entries of a message share; empty when the message is gone. */
    Optional<StoredMessage> message(long messageId);

    /** The body of a message, in wire format as it was stored. The caller closes it. */
    InputStream body(long messageId) throws IOException;

    /** An entry as it stands now, whatever its state; empty when it is gone. */
    Optional<Entry> entry(long id);

    /** How many entries are queued, held or in flight. Constant work. */
    long size();

    /** Counts by lane, for people: the work may grow with the number of entries that are ready. */
    List<LaneBacklog> backlog(Instant now);

    /** The samples that {@link #keepReplySamples} kept last; those that cannot be read are left out. */
    List<ReplySample> replySamples();

    /** Keeps these samples of unknown replies, in place of all that were kept before. Their number must be bounded. */
    CompletableFuture<Void> keepReplySamples(Collection<ReplySample> samples);

    /** Stops taking work, commits what was taken, closes the store. Idempotent. */
    @Override
    void close();
}
