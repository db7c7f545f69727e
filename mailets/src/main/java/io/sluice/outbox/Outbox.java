package io.sluice.outbox;

import io.sluice.history.HistoryStore;
import io.sluice.reply.ReplySample;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
     * Those of these recipients for whom the outbox took this very mail from James's spool already, in a run that ended
     * without closing the outbox: the server was killed before the spool had noted it, so the spool hands the mail over
     * again. The mail is in the outbox, or has left it. Each time that it was taken is told once; from then on it counts as
     * taken by this run, so that it is told again after another crash. What was taken a minute and longer before the crash
     * is not told: the spool knew of it. A crash is remembered for a day.
     *
     * @param identity as it was {@linkplain NewMessage#identity() given} when the mail was stored
     */
    Set<String> takenBefore(String identity, Collection<String> recipients);

    /**
     * Leases queued entries of a lane that are due, in fair turns. The {@linkplain Band bands} share by their weights,
     * also over leases of one entry each. In a band the sender domains take turns. In a domain the highest priority
     * goes first, then what was due first, then (to one tenant) what arrived first. The list has this order.
     *
     * <p>Entries that the filter calls closed are passed over and stay behind the gate that it names until that opens:
     * they are looked at again at the time that was said, or after {@link #gateOpened}. The work does not depend on how
     * many there are.
     *
     * @param max how many at most, positive
     * @param leaseUntil when a lease that was not settled or released falls back to the queue
     * @param filter which gates inside the lane are closed
     */
    List<Entry> lease(String outgoing, String lane, Instant now, int max, Instant leaseUntil, LeaseFilter filter);

    /** Leases with a filter that calls nothing closed. */
    default List<Entry> lease(String outgoing, String lane, Instant now, int max, Instant leaseUntil) {
        return lease(outgoing, lane, now, max, leaseUntil, LeaseFilter.OPEN);
    }

    /**
     * Has what stands behind a gate looked at with the next lease, before the time that the filter had said. Constant
     * work; nothing happens when nothing stands there.
     *
     * @param gate the name that the filter gave it
     */
    CompletableFuture<Void> gateOpened(String outgoing, String lane, String gate);

    /** Leases queued and held entries whose time to live is over, whatever their lane. */
    List<Entry> leaseExpired(String outgoing, Instant now, int max, Instant leaseUntil);

    /**
     * Settles a leased entry after an attempt, in one transaction: recipients that are done leave it, postponed ones
     * stay, split into entries of their own where their postponements differ: the first postponement keeps the entry's
     * id, each other one gets a new entry. An entry without recipients is deleted, and with the last entry its message.
     * Counts one attempt on what stays. A recipient without a reply keeps the one it had; {@link Deferral#first()}
     * stays the earliest that the entry had. Fails when the entry is not in flight, or when done and postponed
     * recipients together are not exactly the entry's. What it taught the lanes is kept with it or not at all.
     *
     * <p>Code that runs on completion of the future must not wait for another of this outbox's futures.
     *
     * @return the entries of the postponements, in their order
     */
    CompletableFuture<List<Long>> settle(Settlement settlement);

    /**
     * Takes the notices that are due: entries that are queued or held although the time of their {@linkplain
     * NewEntry#notice() notice} has come, those first whose time came first. Each entry is returned once: before it is
     * returned its notice is struck out on disk, so that nobody is told twice, whatever happens to the caller. Entries in
     * flight are passed over; when they wait again, their notice is due. What an entry is split into has its notice,
     * unless it was taken before.
     *
     * @param max how many at most, positive
     */
    List<Entry> takeNotices(String outgoing, Instant now, int max);

    /** Puts notices back that were taken and not sent, due then. Entries that are gone are left alone. */
    CompletableFuture<Void> returnNotices(Collection<Long> entryIds, Instant due);

    /** When the next notice is due, be it of an entry that is in flight. */
    Optional<Instant> nextNotice(String outgoing);

    /**
     * Gives leased entries back unattempted: to the queue of the given lane, due then; those that were leased while they
     * were held are held again. Entries that are not in flight (any more) are left alone.
     */
    CompletableFuture<Void> giveBack(Collection<Long> entryIds, String lane, Instant due);

    /**
     * Looks at everything that an entry in flight needs to be sent. What can never be read is set aside, with an error in
     * the log, and does not leave any more; {@link #withdraw} removes it. A store whose engine does not tell damage from
     * other failures sets nothing aside.
     *
     * @return whether it was set aside
     */
    default boolean setAsideIfDamaged(long entryId) {
        return false;
    }

    /** Takes an entry out, if it is queued or held; false when it is in flight or gone. */
    boolean withdraw(long entryId);

    /**
     * Withdraws an entry for a copy of its mail that James's spool has, and that is the mail from then on. Asked again for
     * the same copy it says so again, for a day: after a crash the spool hands that over again, and nobody else has the mail.
     *
     * @param identity of the copy, as of {@link #takenBefore}
     * @return false when the entry is in flight or gone, and was not taken over for this copy
     */
    boolean takeOver(long entryId, String identity);

    /**
     * Holds an entry that is queued; changes the hold of one that is held already, which stays held since then.
     *
     * @return false when the entry is in flight or gone
     */
    boolean hold(long entryId, HoldTerms hold);

    /** Does something to one held entry; false when it is not held. */
    boolean change(HeldChange change, long entryId);

    /**
     * Looks at some held entries, by their ids, and does something to those that match. Bounded work in one transaction;
     * with {@link Released#next()} again and again, it comes round all. What is held with a lower id meanwhile is passed
     * over.
     *
     * @param after looks at higher ids only; 0 at first
     * @param max how many are looked at, positive
     */
    Released change(HeldChange change, HeldFilter filter, long after, int max);

    /** Returns a held entry to the queue, due now or, where it was so before, earlier; false when it is not held. */
    default boolean release(long entryId) {
        return change(new HeldChange.Release(), entryId);
    }

    /** Returns held entries that match to the queue, as above. */
    default Released release(HeldFilter filter, long after, int max) {
        return change(new HeldChange.Release(), filter, after, max);
    }

    /**
     * Leases a held entry, to give it back to its sender. When its lease ends without a settlement it is held again.
     *
     * @return empty when it is not held, or cannot be read
     */
    Optional<Entry> leaseHeld(long entryId, Instant leaseUntil);

    /**
     * Returns held entries whose time has come to the queue; what they waited for besides, they wait for. Bounded work.
     *
     * @param max how many at most, positive
     * @return how many
     */
    int releaseDue(String outgoing, Instant now, int max);

    /** When the next held entry returns to the queue by itself. */
    Optional<Instant> nextRelease(String outgoing);

    /**
     * Held entries that match, by their ids. Bounded work: a page may have fewer entries than there are, or none, and
     * say where to go on.
     *
     * @param after only higher ids; 0 at first
     * @param max how many at most, positive
     */
    HeldPage held(HeldFilter filter, long after, int max);

    /** One held entry; empty when it is not held. */
    Optional<HeldEntry> heldEntry(long entryId);

    /** How many held entries match. For people: the work grows with the number of held entries. */
    long countHeld(HeldFilter filter);

    /**
     * Queued entries that match, by their ids, as {@link #held} does: bounded work, and where to go on.
     *
     * @param after only higher ids; 0 at first
     * @param max how many at most, positive
     */
    EntryPage waiting(WaitingFilter filter, long after, int max);

    /**
     * How many queued entries of the same lane, sender domain, tenant and priority go before this one, counted up to a
     * bound; empty when it is not queued.
     */
    OptionalInt ahead(long entryId, int bound);

    /**
     * The entries of the mail that James has given that name, by their ids.
     *
     * @param max how many at most, positive
     */
    List<Long> entriesOf(String mailName, int max);

    /** An entry, and where it is; empty when it is gone. */
    Optional<EntryStatus> status(long entryId);

    /** Since when an entry has been held, or when it was held first; empty when it never was, or is gone. */
    Optional<Instant> heldSince(long entryId);

    /**
     * Queued entries of a lane whose path a route chose, the most urgent first, then those that came first.
     *
     * @param route the name of the route
     * @param max how many at most, positive
     */
    List<Entry> routed(String outgoing, String lane, String route, int max);

    /**
     * Moves queued entries to another lane or part of the outbox, in one transaction. Entries that are not queued (any
     * more) at that place are left alone.
     *
     * @param outgoing where they are
     * @param lane where they are
     * @return how many were moved
     */
    int move(String outgoing, String lane, Collection<Move> moves);

    /** How many queued entries of a lane are due, counted up to a bound. */
    int ready(String outgoing, String lane, Instant now, int bound);

    /** Returns leases that have run out to where they were. */
    int reclaim(Instant now);

    /** The lanes that have queued entries. */
    List<String> lanes(String outgoing);

    /**
     * When the next queued entry of the lane is due; in the past when one is ready. What stands behind a closed gate is
     * due when that opens: a lease at the time returned finds something, or makes the next answer a later one.
     */
    Optional<Instant> nextDue(String outgoing, String lane);

    /** When the next queued or held entry runs out of its time to live. */
    Optional<Instant> nextExpiry(String outgoing);

    /** What all entries of a message share; empty when the message is gone. */
    Optional<StoredMessage> message(long messageId);

    /** The body of a message, in wire format as it was stored. The caller closes it. */
    InputStream body(long messageId) throws IOException;

    /** An entry as it stands now, whatever its state; empty when it is gone. */
    Optional<Entry> entry(long id);

    /**
     * Whether the entry is in flight with this server. An outbox that several servers share takes the leases of a server
     * away that it has not heard of for too long; whoever was away that long must not begin an attempt on an old lease.
     */
    boolean isLeased(long entryId);

    /** Tells the listener about the servers that share this outbox; never when only one server can have it. */
    void watchNodes(NodeListener listener);

    /** How many entries are queued, held or in flight. May count them one by one: for tests and tools. */
    long size();

    /**
     * Counts by lane, for people. The work for one lane is bounded, see {@link LaneBacklog#ready()}, or the answer may be
     * somewhat old where there is much to count.
     */
    List<LaneBacklog> backlog(Instant now);

    /** The samples that {@link #keepReplySamples} kept last; those that cannot be read are left out. */
    List<ReplySample> replySamples();

    /** Keeps these samples of unknown replies, in place of all that were kept before. Their number must be bounded. */
    CompletableFuture<Void> keepReplySamples(Collection<ReplySample> samples);

    /**
     * Remembers how lanes stand and what happened to them. Does not wait for the commit; calls that come in before the commit are
     * written together, of each key only the last record. Fails when the store does; then it is not tried again.
     */
    CompletableFuture<Void> saveLanes(LaneChanges changes);

    /** How the lanes stood when they were saved last. A record that cannot be read is reported in the log and left out. */
    List<LaneRecord> laneStates();

    /** The same, of records whose keys begin so; the work does not depend on the others. */
    List<LaneRecord> laneStates(String prefix);

    /**
     * What happened to a lane, the newest first. A bounded number of events is kept: of each lane the last 1,000, of all
     * together the last 100,000.
     *
     * @param max how many at most, positive
     * @param before only events with a lower number; {@link Long#MAX_VALUE} for the newest
     */
    List<StoredLaneEvent> laneEvents(String lane, int max, long before);

    /** Keeps what happened, for people, beside the mail. Its failures are this store's. */
    HistoryStore history();

    /** Stops taking work, commits what was taken, closes the store. Idempotent. */
    @Override
    void close();
}
