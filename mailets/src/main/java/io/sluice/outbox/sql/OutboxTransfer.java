package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Moves all mail of an outbox, and what its lanes have learned, to another one, which may have another engine: by a file that
 * any of them can read. Both have to be stopped: mail that a server sends after it was exported would be sent twice.
 */
public final class OutboxTransfer {
    private static final int BUFFER = 256 * 1024;

    private OutboxTransfer() {}

    /**
     * What was exported.
     *
     * @param left numbers of entries that could not be read, or had been set aside; they are not in the file
     */
    public record Exported(long messages, long entries, List<Long> left) {
        public Exported {
            left = List.copyOf(left);
        }
    }

    /** What was imported. */
    public record Imported(long messages, long entries) {}

    /**
     * Writes a file with everything that waits, is held, or was in flight when the server stopped. The outbox is not changed.
     * The file is complete and on disk when this returns, and readable by its owner only.
     *
     * @throws OutboxException when it cannot be written; then there is no file. The message is for people
     */
    public static Exported export(StoppedOutbox outbox, Path file, Instant now) {
        return NewFile.make(file, part -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
                return new Exporting(outbox.session(), new TransferWriter(out)).run(now);
            }
        });
    }

    /**
     * Takes everything of a file over into an outbox without mail; what its lanes had learned and its history are replaced. The file is read
     * to its end and checked first. All of it is taken over or nothing.
     *
     * @throws OutboxException when the file is not complete, was altered, or is of a later release; when there is mail in the
     *     outbox; when it cannot be stored. The message is for people
     */
    public static Imported importFrom(Path file, StoppedOutbox outbox) {
        try {
            verify(file);
        } catch (IOException e) {
            throw new OutboxException("The file " + file + " cannot be taken over: " + reason(e), e);
        }
        try (TransferReader reader = new TransferReader(file)) {
            Session session = outbox.session();
            clear(outbox);
            Imported imported = new Importing(session, reader).run();
            session.commit();
            return imported;
        } catch (IOException | MalformedRowException e) {
            throw new OutboxException("The file " + file + " cannot be taken over, nothing was: " + reason(e), e);
        } catch (SQLException e) {
            throw new OutboxException(
                    "The outbox " + outbox.name() + " was not changed, it cannot take the mail: " + e.getMessage(), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof MalformedRowException ? "it has a row with " + e.getMessage() : e.getMessage();
    }

    private static void verify(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        try (TransferReader reader = new TransferReader(file)) {
            if (!reader.next() || reader.record() != TransferRecord.HEADER) {
                throw new IOException("it has no header");
            }
            boolean more = true;
            while (more) {
                more = reader.next();
            }
        }
    }

    private static void clear(StoppedOutbox outbox) throws SQLException {
        Session session = outbox.session();
        for (long unfinished : MessageTable.unfinished(session)) {
            MessageTable.delete(session, unfinished);
        }
        boolean mail = session.first("SELECT 1 FROM message LIMIT 1", row -> true)
                        .isPresent()
                || session.first("SELECT 1 FROM entry LIMIT 1", row -> true).isPresent();
        if (mail) {
            throw new OutboxException("There is mail in the outbox " + outbox.name()
                    + "; nothing was changed. Only an empty one can take the file over.");
        }
        session.update("DELETE FROM lane_state");
        session.update("DELETE FROM lane_event");
        session.update("DELETE FROM reply_sample");
        session.update("DELETE FROM history");
        session.update("DELETE FROM deferral_log");
    }
}
