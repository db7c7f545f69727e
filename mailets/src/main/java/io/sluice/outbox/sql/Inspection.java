package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import java.sql.SQLException;
import java.util.Optional;

/** Reads all of an entry to find out whether it can be read. One chunk of its body is in memory at a time. */
final class Inspection {
    private Inspection() {}

    /**
     * What makes it impossible to send an entry; empty when nothing does, or when the entry is gone.
     *
     * @throws SQLException when reading fails for another reason than damage
     */
    static Optional<String> damage(Session session, long entryId) throws SQLException {
        try {
            Optional<Entry> entry = EntryTable.read(session, entryId);
            return entry.isPresent() ? ofMessage(session, entry.get().messageId()) : Optional.empty();
        } catch (MalformedRowException e) {
            return Optional.of(e.getMessage());
        } catch (SQLException e) {
            if (Damage.isShownBy(e)) {
                return Optional.of("a damaged page: " + e.getMessage());
            }
            throw e;
        }
    }

    private static Optional<String> ofMessage(Session session, long messageId) throws SQLException {
        if (MessageTable.read(session, messageId).isEmpty()) {
            return Optional.of("no message");
        }
        long size = MessageTable.size(session, messageId).orElse(0L);
        long read = 0;
        for (long number = 0; read < size; number++) {
            Optional<byte[]> chunk = BodyTable.chunk(session, messageId, number);
            if (chunk.isEmpty() || chunk.get().length == 0) {
                return Optional.of("a body of " + read + " instead of " + size + " bytes");
            }
            read += chunk.get().length;
        }
        return read == size ? Optional.empty() : Optional.of("a body of more than its " + size + " bytes");
    }
}
