package io.sluice.outbox.sql;

import io.sluice.outbox.LaneBacklog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the engines differ: what the tables' statements, otherwise the same, must say or ask in another way. */
interface Dialect {
    /** At the end of a SELECT of one row that is about to be changed: keeps it from being changed by others. */
    String locked();

    /** At the end of a SELECT of rows that are about to be changed: the same, without those that others are changing. */
    String lockedIfFree();

    /** A condition, beginning with AND, on entries in flight: that this server has them. */
    String ours();

    /** What stands for this run of the server in its receipts; never 0, which are runs that are gone. */
    long run();

    /** A condition, beginning with AND, on receipts: that they are of another run. */
    String otherRuns();

    /** Locks a message, so that nobody else can find out at the same time that it has no more entries. */
    void lockMessage(Session session, long id) throws SQLException;

    /** What is locked, or said, before each lease. */
    void beforeLease(Session session) throws SQLException;

    /** The flows of a lane for one lease. */
    Flows flows(Session session, Lease lease, Leasing leasing);

    /** Has the flows behind a gate looked at with the next lease. */
    void openGate(Session session, String outgoing, String lane, String gate, Instant now) throws SQLException;

    /** The lanes that have queued entries. */
    List<String> lanes(Session session, String outgoing) throws SQLException;

    /** When a lease may find something. */
    Optional<Instant> nextDue(Session session, String outgoing, String lane) throws SQLException;

    /** How many entries are queued, held or in flight. */
    long size(Session session) throws SQLException;

    /** Counts entries that are ready: of an outgoing, a lane, at a time, up to a bound. */
    String ready();

    /** Counts queued entries of the same flow that go before an entry: its id, up to a bound. */
    String ahead();

    /** A condition on an address, whatever its case, that it is the parameter, which is in lower case; uses the index. */
    String addressIs(String parameter);

    /** Counts by lane. */
    List<LaneBacklog> backlog(Session session, Instant now) throws SQLException;

    /** Keeps others from numbering events of this lane. */
    void lockEvents(Session session, String lane) throws SQLException;

    /** After the columns of an INSERT that brings ids along. */
    String withIds();

    /** The last id that a table has given. */
    long lastId(Session session, String table) throws SQLException;

    /** Has a table give higher ids than this one from now on. */
    void continueIds(Session session, String table, long after) throws SQLException;
}
