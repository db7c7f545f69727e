package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Entries and their recipients. States are literals in the statements, so that SQLite can use its partial indexes. */
final class EntryTable {
    private static final String INSERT = "INSERT INTO entry (message_id, outgoing, lane, domain, tenant,"
            + " sender_domain, priority, attempts, stored, due, expires, deferral, state, hold_reason, held_until,"
            + " held_since, route, notice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ";
    private static final String INSERT_NEW = INSERT + "?, ?, ?, ?, ?, ?)";
    private static final String INSERT_SPLIT = INSERT + "0, NULL, NULL, (SELECT held_since FROM entry WHERE id = ?),"
            + " (SELECT route FROM entry WHERE id = ?), (SELECT notice FROM entry WHERE id = ?))";
    private static final int QUEUED = 0;
    private static final int HELD = 1;

    private EntryTable() {}

    static long insert(Session session, long messageId, NewEntry entry, Instant stored) throws SQLException {
        long id = session.insert(
                INSERT_NEW,
                messageId,
                entry.outgoing(),
                entry.lane(),
                entry.domain(),
                entry.tenant(),
                entry.senderDomain(),
                entry.priority(),
                0,
                Columns.millis(stored),
                Columns.millis(entry.due()),
                Columns.millis(entry.expires()),
                null,
                entry.hold().isPresent() ? HELD : QUEUED,
                entry.hold().map(HoldTerms::reason).orElse(null),
                entry.hold().flatMap(HoldTerms::until).map(Columns::millis).orElse(null),
                entry.hold().map(hold -> Columns.millis(stored)).orElse(null),
                entry.route().orElse(null),
                entry.notice().map(Columns::millis).orElse(null));
        insertRecipients(
                session,
                id,
                entry.recipients().stream().distinct().map(Recipient::of).toList());
        return id;
    }

    /** Inserts an entry for some recipients of an attempted one, which is otherwise the same. */
    static long insertSplit(Session session, Entry attempted, Postponement postponed) throws SQLException {
        long id = session.insert(
                INSERT_SPLIT,
                attempted.messageId(),
                attempted.outgoing(),
                attempted.lane(),
                attempted.domain(),
                attempted.tenant(),
                attempted.senderDomain(),
                postponed.priority().orElse(attempted.priority()),
                attempted.attempts() + 1,
                Columns.millis(attempted.stored()),
                Columns.millis(postponed.due()),
                Columns.millis(postponed.expires().orElse(attempted.expires())),
                Columns.deferral(postponed.deferral()),
                attempted.id(),
                attempted.id(),
                attempted.id());
        insertRecipients(session, id, postponed.recipients());
        return id;
    }

    /** Returns an attempted entry to the queue, for some of its recipients. */
    static void postpone(Session session, Entry attempted, Postponement postponed) throws SQLException {
        session.update(
                "UPDATE entry SET state = 0, lease_until = NULL, hold_reason = NULL, held_until = NULL, priority = ?,"
                        + " attempts = ?, due = ?, expires = ?, deferral = ? WHERE id = ?",
                postponed.priority().orElse(attempted.priority()),
                attempted.attempts() + 1,
                Columns.millis(postponed.due()),
                Columns.millis(postponed.expires().orElse(attempted.expires())),
                Columns.deferral(postponed.deferral()),
                attempted.id());
        session.update("DELETE FROM recipient WHERE entry_id = ?", attempted.id());
        insertRecipients(session, attempted.id(), postponed.recipients());
    }

    /** Deletes an entry, and with its message's last one the message. */
    static void delete(Session session, long id, long messageId) throws SQLException {
        session.update("DELETE FROM entry WHERE id = ?", id);
        MessageTable.deleteUnused(session, messageId);
    }

    /** Deletes an entry unless it is in flight. */
    static boolean withdraw(Session session, long id) throws SQLException {
        Optional<Long> messageId = session.first(
                "SELECT message_id FROM entry WHERE id = ? AND state <> 2"
                        + session.dialect().locked(),
                row -> row.getLong(1),
                id);
        if (messageId.isPresent()) {
            delete(session, id, messageId.get());
        }
        return messageId.isPresent();
    }

    /** Whether an entry is in flight with this server. */
    static boolean isLeased(Session session, long id) throws SQLException {
        return session.first(
                        "SELECT 1 FROM entry WHERE id = ? AND state = 2"
                                + session.dialect().ours(),
                        row -> true,
                        id)
                .isPresent();
    }

    /** How many entries are set aside. */
    static long setAside(Session session) throws SQLException {
        return session.first("SELECT count(*) FROM entry WHERE state = 3", row -> row.getLong(1))
                .orElseThrow();
    }

    /**
     * Reads an entry, whatever its state.
     *
     * @throws MalformedRowException when it is damaged
     */
    static Optional<Entry> read(Session session, long id) throws SQLException {
        // One statement, so that a read beside the writer sees the entry and its recipients of one moment.
        EntryReader entry = new EntryReader(id);
        session.all(EntryReader.ONE, entry::add, id);
        return entry.read();
    }

    private static void insertRecipients(Session session, long id, List<Recipient> recipients) throws SQLException {
        int position = 0;
        for (Recipient recipient : recipients) {
            session.update(
                    "INSERT INTO recipient (entry_id, position, address, last_reply) VALUES (?, ?, ?, ?)",
                    id,
                    position++,
                    recipient.address(),
                    recipient.lastReply().orElse(null));
        }
    }
}
