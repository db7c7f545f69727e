package io.sluice.outbox.sql;

import io.sluice.outbox.NewMessage;
import io.sluice.outbox.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all entries of a message share. A message without a size is unfinished: its body is still coming. */
final class MessageTable {
    private MessageTable() {}

    /** Inserts a message; {@code size} is null as long as its body is unfinished. */
    static long insert(Session session, NewMessage message, Instant stored, Long size, Boolean eightBit)
            throws SQLException {
        return session.insert(
                "INSERT INTO message (name, sender, stored, size, eight_bit, attributes) VALUES (?, ?, ?, ?, ?, ?)",
                message.name(),
                message.sender().orElse(null),
                Columns.millis(stored),
                size,
                eightBit,
                Columns.attributes(message.attributes()));
    }

    static void finish(Session session, long id, long size, boolean eightBit) throws SQLException {
        session.update("UPDATE message SET size = ?, eight_bit = ? WHERE id = ?", size, eightBit, id);
    }

    static List<Long> unfinished(Session session) throws SQLException {
        return session.all("SELECT id FROM message WHERE size IS NULL", row -> row.getLong(1));
    }

    static Optional<StoredMessage> read(Session session, long id) throws SQLException {
        return session.first(
                "SELECT name, sender, attributes, size, eight_bit, stored FROM message"
                        + " WHERE id = ? AND size IS NOT NULL",
                row -> message(id, row),
                id);
    }

    /** Which of the messages of these entries can be read. */
    static Set<Long> readable(Session session, Long[] entryIds) throws SQLException {
        Set<Long> readable = new HashSet<>();
        session.all(
                "SELECT id, attributes FROM message WHERE size IS NOT NULL"
                        + " AND id IN (SELECT message_id FROM entry WHERE id = ANY (?))",
                row -> isObject(row.getString(2)) && readable.add(row.getLong(1)),
                (Object) entryIds);
        return readable;
    }

    private static boolean isObject(String attributes) {
        try {
            return Columns.attributes(attributes) != null;
        } catch (MalformedRowException e) {
            return false;
        }
    }

    static Optional<Long> size(Session session, long id) throws SQLException {
        return session.first("SELECT size FROM message WHERE id = ? AND size IS NOT NULL", row -> row.getLong(1), id);
    }

    static void delete(Session session, long id) throws SQLException {
        BodyTable.delete(session, id);
        session.update("DELETE FROM message WHERE id = ?", id);
    }

    /** Deletes the message if it has no entry left. */
    static void deleteUnused(Session session, long id) throws SQLException {
        session.dialect().lockMessage(session, id);
        if (session.first("SELECT 1 FROM entry WHERE message_id = ?", row -> true, id)
                .isEmpty()) {
            delete(session, id);
        }
    }

    private static StoredMessage message(long id, ResultSet row) throws SQLException {
        return new StoredMessage(
                id,
                row.getString(1),
                Optional.ofNullable(row.getString(2)),
                Columns.attributes(row.getString(3)),
                row.getLong(4),
                row.getBoolean(5),
                Columns.time(row.getLong(6)));
    }
}
