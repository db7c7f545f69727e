package io.sluice.outbox.sql;

import io.sluice.history.HistoryStore;
import io.sluice.outbox.Entry;
import io.sluice.outbox.EntryPage;
import io.sluice.outbox.EntryStatus;
import io.sluice.outbox.HeldChange;
import io.sluice.outbox.HeldEntry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HeldPage;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.LeaseFilter;
import io.sluice.outbox.Move;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.NodeListener;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Released;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.StoredLaneEvent;
import io.sluice.outbox.StoredMessage;
import io.sluice.outbox.WaitingFilter;
import io.sluice.reply.ReplySample;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The outbox in an SQL database. {@link #open} gives the one in an SQLite file that one server owns; {@link
 * PostgresOutbox} the one that several servers share. A change is on disk (fsync) when its call returns; concurrent
 * changes share a commit. Reads have connections of their own and never wait for a writer. Work per mail does not grow
 * with the backlog.
 *
 * <p>In a file leases of an earlier run return to the queue when the outbox is opened: nobody else can have them. An entry
 * that cannot be read is set aside, with an error in the log, instead of leased; {@link #withdraw} removes it.
 */
public final class SqlOutbox implements Outbox {
    private final InstantSource clock;
    private final Engine engine;
    private final Changes changes;
    private final Writer writer;
    private final Readers readers;
    private final Leasing leasing;
    private final Damage damage;
    private final Notices notices;
    private final LaneSaves laneSaves;
    private final Settlements settlements;
    private final Overview overview;
    private final Receipts receipts;
    private final HistoryStore history;

    SqlOutbox(Engine engine, InstantSource clock) {
        this.clock = clock;
        this.engine = engine;
        this.changes = new Changes(engine.writer(), engine.leaser());
        this.writer = engine.writer();
        this.readers = engine.readers();
        this.damage = new Damage(engine.name());
        this.leasing = new Leasing(damage);
        this.notices = new Notices(leasing);
        this.laneSaves = new LaneSaves(changes::later, clock);
        this.overview =
                new Overview(now -> readers.read(session -> session.dialect().backlog(session, now)), clock);
        // Given back where leases go, so that the next lease finds it.
        this.settlements =
                new Settlements(changes::later, changes::laterWhereLeasesGo, damage, engine.refused(), clock);
        this.receipts = new Receipts(writer, readers, engine.shared(), clock);
        this.history = new SqlHistory(changes::later, readers);
    }

    /**
     * Opens the outbox of a directory, made when it is missing.
     *
     * @throws OutboxException when another server has it open, or when its file is no outbox, damaged, or of a later
     *     release; the message names the file and the way out, and nothing is changed
     */
    public static SqlOutbox open(OutboxSettings settings, InstantSource clock) {
        OutboxLock lock = OutboxLock.take(settings.directory());
        try {
            DatabaseFile database = new DatabaseFile(settings);
            database.prepare();
            DeliveredJournal journal = DeliveredJournal.open(settings.directory());
            Writer writer = new GroupCommit(database, settings);
            Readers readers = new Readers(database, settings.readers());
            SqlOutbox outbox =
                    new SqlOutbox(new Engine(database.name(), false, writer, writer, readers, lock, journal), clock);
            try {
                outbox.recover(database, journal);
                outbox.begin();
                return outbox;
            } catch (RuntimeException e) {
                outbox.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public List<Long> store(NewMessage message, List<NewEntry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("A message needs an entry");
        }
        return new Storing(writer, receipts, message, clock.instant()).store(List.copyOf(entries));
    }

    @Override
    public Set<String> takenBefore(String identity, Collection<String> recipients) {
        return receipts.claim(identity, recipients);
    }

    @Override
    public List<Entry> lease(
            String outgoing, String lane, Instant now, int max, Instant leaseUntil, LeaseFilter filter) {
        requirePositive(max);
        Lease lease = new Lease(outgoing, lane, now, max, leaseUntil, filter);
        List<Entry> leased = changes.nowWhereLeasesGo(session -> leasing.due(session, lease));
        setDamagedAside();
        return leased;
    }

    @Override
    public CompletableFuture<Void> gateOpened(String outgoing, String lane, String gate) {
        return changes.later(session -> {
            session.dialect().openGate(session, outgoing, lane, gate, clock.instant());
            return null;
        });
    }

    @Override
    public List<Entry> leaseExpired(String outgoing, Instant now, int max, Instant leaseUntil) {
        requirePositive(max);
        List<Entry> leased =
                changes.nowWhereLeasesGo(session -> leasing.expired(session, outgoing, now, max, leaseUntil));
        setDamagedAside();
        return leased;
    }

    @Override
    public CompletableFuture<List<Long>> settle(Settlement settlement) {
        return settlements.settle(settlement);
    }

    @Override
    public List<Entry> takeNotices(String outgoing, Instant now, int max) {
        requirePositive(max);
        return changes.now(session -> notices.take(session, outgoing, now, max));
    }

    @Override
    public CompletableFuture<Void> returnNotices(Collection<Long> entryIds, Instant due) {
        List<Long> ids = List.copyOf(entryIds);
        return changes.later(session -> {
            Notices.giveBack(session, ids, due);
            return null;
        });
    }

    @Override
    public Optional<Instant> nextNotice(String outgoing) {
        return readers.read(session -> Notices.next(session, outgoing));
    }

    @Override
    public CompletableFuture<Void> giveBack(Collection<Long> entryIds, String lane, Instant due) {
        return settlements.giveBack(List.copyOf(entryIds), lane, due);
    }

    @Override
    public boolean setAsideIfDamaged(long entryId) {
        Optional<String> why = readers.read(session -> Inspection.damage(session, entryId));
        why.ifPresent(reason -> setAside(entryId, reason));
        return why.isPresent();
    }

    private void setDamagedAside() {
        for (Optional<Long> id = damage.next(); id.isPresent(); id = damage.next()) {
            setAside(id.get(), "a damaged page");
        }
    }

    private void setAside(long id, String why) {
        try {
            changes.now(session -> {
                damage.setAside(session, id, why);
                return true;
            });
        } catch (OutboxException e) {
            damage.cannotBeSetAside(id, e.getMessage());
        }
    }

    @Override
    public boolean withdraw(long entryId) {
        return changes.now(session -> EntryTable.withdraw(session, entryId));
    }

    @Override
    public boolean takeOver(long entryId, String identity) {
        return receipts.takeOver(entryId, identity);
    }

    @Override
    public boolean hold(long entryId, HoldTerms hold) {
        return changes.now(session -> HoldTable.hold(session, entryId, hold, clock.instant()));
    }

    @Override
    public boolean change(HeldChange change, long entryId) {
        return changes.now(session -> HoldTable.change(session, change, entryId, clock.instant()));
    }

    @Override
    public Released change(HeldChange change, HeldFilter filter, long after, int max) {
        requirePositive(max);
        return changes.now(session -> HoldTable.change(session, change, filter, after, max, clock.instant()));
    }

    @Override
    public Optional<Entry> leaseHeld(long entryId, Instant leaseUntil) {
        return changes.nowWhereLeasesGo(session -> leasing.held(session, entryId, leaseUntil));
    }

    @Override
    public int releaseDue(String outgoing, Instant now, int max) {
        requirePositive(max);
        return changes.now(session -> HoldTable.releaseDue(session, outgoing, now, max));
    }

    @Override
    public Optional<Instant> nextRelease(String outgoing) {
        return readers.read(session -> HoldTable.next(session, outgoing));
    }

    @Override
    public HeldPage held(HeldFilter filter, long after, int max) {
        requirePositive(max);
        return readers.read(session -> HoldTable.page(session, filter, after, max));
    }

    @Override
    public long countHeld(HeldFilter filter) {
        return readers.read(session -> HeldSelection.count(session, filter));
    }

    @Override
    public Optional<HeldEntry> heldEntry(long entryId) {
        return readers.read(session -> HoldTable.one(session, entryId));
    }

    @Override
    public EntryPage waiting(WaitingFilter filter, long after, int max) {
        requirePositive(max);
        return readers.read(session -> WaitingTable.page(session, filter, after, max));
    }

    @Override
    public OptionalInt ahead(long entryId, int bound) {
        requirePositive(bound);
        return readers.read(session -> WaitingTable.ahead(session, entryId, bound));
    }

    @Override
    public List<Long> entriesOf(String mailName, int max) {
        requirePositive(max);
        return readers.read(session -> session.all(WaitingTable.OF_MAIL, row -> row.getLong(1), mailName, max));
    }

    @Override
    public Optional<EntryStatus> status(long entryId) {
        try {
            return readers.read(session -> WaitingTable.status(session, entryId));
        } catch (MalformedRowException e) {
            throw new OutboxException("Entry " + entryId + " is damaged: it has " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Instant> heldSince(long entryId) {
        return readers.read(session -> HoldTable.since(session, entryId));
    }

    @Override
    public List<Entry> routed(String outgoing, String lane, String route, int max) {
        requirePositive(max);
        return changes.now(session -> RouteTable.routed(session, leasing, outgoing, lane, route, max));
    }

    @Override
    public int move(String outgoing, String lane, Collection<Move> moves) {
        List<Move> all = List.copyOf(moves);
        return changes.now(session -> RouteTable.move(session, outgoing, lane, all));
    }

    @Override
    public int ready(String outgoing, String lane, Instant now, int bound) {
        return readers.read(session -> RouteTable.ready(session, outgoing, lane, now, bound));
    }

    @Override
    public int reclaim(Instant now) {
        return changes.now(session -> Leasing.reclaim(session, now));
    }

    @Override
    public List<String> lanes(String outgoing) {
        return readers.read(session -> session.dialect().lanes(session, outgoing));
    }

    @Override
    public Optional<Instant> nextDue(String outgoing, String lane) {
        return readers.read(session -> session.dialect().nextDue(session, outgoing, lane));
    }

    @Override
    public Optional<Instant> nextExpiry(String outgoing) {
        return readers.read(session -> LaneTable.nextExpiry(session, outgoing));
    }

    @Override
    public Optional<StoredMessage> message(long messageId) {
        try {
            return readers.read(session -> MessageTable.read(session, messageId));
        } catch (MalformedRowException e) {
            throw new OutboxException("Message " + messageId + " is damaged: it has " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream body(long messageId) throws IOException {
        long size = readers.read(session -> MessageTable.size(session, messageId))
                .orElseThrow(() -> new IOException("Message " + messageId + " is not in the outbox"));
        return new BodyInputStream(readers, messageId, size);
    }

    @Override
    public Optional<Entry> entry(long id) {
        try {
            return readers.read(session -> EntryTable.read(session, id));
        } catch (MalformedRowException e) {
            throw new OutboxException("Entry " + id + " is damaged: it has " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isLeased(long entryId) {
        return readers.read(session -> EntryTable.isLeased(session, entryId));
    }

    @Override
    public void watchNodes(NodeListener listener) {
        engine.tenure().watch(listener);
    }

    @Override
    public long size() {
        return readers.read(session -> session.dialect().size(session));
    }

    @Override
    public List<LaneBacklog> backlog(Instant now) {
        return overview.count(now);
    }

    @Override
    public List<ReplySample> replySamples() {
        return readers.read(SampleTable::read);
    }

    @Override
    public CompletableFuture<Void> keepReplySamples(Collection<ReplySample> samples) {
        List<ReplySample> all = List.copyOf(samples);
        return changes.later(session -> {
            SampleTable.replace(session, all);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> saveLanes(LaneChanges changes) {
        return laneSaves.save(changes);
    }

    @Override
    public List<LaneRecord> laneStates() {
        return readers.read(session -> LaneBook.states(session, engine.name()));
    }

    @Override
    public List<LaneRecord> laneStates(String prefix) {
        return readers.read(session -> LaneBook.states(session, engine.name(), prefix));
    }

    @Override
    public List<StoredLaneEvent> laneEvents(String lane, int max, long before) {
        requirePositive(max);
        return readers.read(session -> LaneBook.events(session, lane, max, before));
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public synchronized void close() {
        receipts.close();
        engine.close();
        changes.close();
    }

    /** How many commits there were since the outbox was opened. */
    long commits() {
        return writer.commits();
    }

    private void recover(DatabaseFile database, DeliveredJournal journal) {
        new Recovery(changes, readers, database.path()).run(journal);
        receipts.afterCrash();
    }

    /** Starts its work beside what it is asked for. */
    void begin() {
        receipts.begin();
    }

    /** Drops what was noted of mail that came too long ago. */
    void dropReceipts() {
        receipts.drop();
    }

    /** Waits for an outcome, through interrupts. */
    static <T> T join(CompletableFuture<T> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OutboxException failure) {
                throw new OutboxException(failure.getMessage(), failure); // with the caller's own stack
            }
            throw e;
        }
    }

    private static void requirePositive(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("At least one is to be asked for, not " + max);
        }
    }
}
