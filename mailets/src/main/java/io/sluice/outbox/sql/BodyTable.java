package io.sluice.outbox.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The bodies of messages, in chunks. */
final class BodyTable {
    /** Bytes in every chunk of a body but its last. */
    static final int CHUNK = 256 * 1024;

    static final long CHUNKS_PER_BODY = 65_536;

    private BodyTable() {}

    /** Writes chunks; the first of them is number {@code from} of the body. */
    static void append(Session session, long messageId, long from, List<byte[]> chunks) throws SQLException {
        if (from + chunks.size() > CHUNKS_PER_BODY) {
            throw new SQLException("A body has at most " + CHUNKS_PER_BODY * CHUNK + " bytes");
        }
        long position = messageId * CHUNKS_PER_BODY + from;
        for (byte[] chunk : chunks) {
            session.update("INSERT INTO body_chunk (position, data) VALUES (?, ?)", position, chunk);
            position++;
        }
    }

    static Optional<byte[]> chunk(Session session, long messageId, long number) throws SQLException {
        return session.first(
                "SELECT data FROM body_chunk WHERE position = ?",
                row -> row.getBytes(1),
                messageId * CHUNKS_PER_BODY + number);
    }

    static void delete(Session session, long messageId) throws SQLException {
        session.update(
                "DELETE FROM body_chunk WHERE position >= ? AND position < ?",
                messageId * CHUNKS_PER_BODY,
                (messageId + 1) * CHUNKS_PER_BODY);
    }
}
