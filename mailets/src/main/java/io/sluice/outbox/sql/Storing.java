package io.sluice.outbox.sql;

import io.sluice.outbox.NewEntry;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one message. Its body is written on the caller's thread; the writer only ever sees finished chunks, so that a
 * slow body delays nobody else. A body of up to 1 MiB goes in with message and entries. A larger one goes ahead of them, 1
 * MiB a transaction, to an unfinished message that nobody knows; the last transaction finishes it. What a crash leaves
 * unfinished is removed at the next start.
 */
final class Storing {
    private static final Logger LOGGER = LoggerFactory.getLogger(Storing.class);

    private final Writer writer;
    private final Receipts receipts;
    private final NewMessage message;
    private final Instant stored;
    private Long messageId; // null until chunks went ahead
    private long chunksAhead;

    Storing(Writer writer, Receipts receipts, NewMessage message, Instant stored) {
        this.writer = writer;
        this.receipts = receipts;
        this.message = message;
        this.stored = stored;
    }

    List<Long> store(List<NewEntry> entries) {
        boolean done = false;
        try {
            BodyBuffer body = new BodyBuffer(this::sendAhead);
            message.body().writeTo(body);
            List<Long> ids = finish(body, entries);
            done = true;
            return ids;
        } catch (IOException e) {
            throw new OutboxException("The mail was not stored, its body could not be had: " + e.getMessage(), e);
        } finally {
            if (!done) {
                discard();
            }
        }
    }

    private void sendAhead(List<byte[]> chunks) {
        messageId = SqlOutbox.join(writer.submit(bytes(chunks), session -> {
            long id = messageId == null ? MessageTable.insert(session, message, stored, null, null) : messageId;
            BodyTable.append(session, id, chunksAhead, chunks);
            return id;
        }));
        chunksAhead += chunks.size();
    }

    private List<Long> finish(BodyBuffer body, List<NewEntry> entries) {
        List<byte[]> rest = body.rest();
        try {
            return finish(body, rest, entries, receipts.note(message.identity(), recipients(entries)));
        } catch (OutboxException e) {
            if (!Damage.isBehind(e)) {
                throw e;
            }
            List<Long> ids = finish(body, rest, entries, session -> false);
            receipts.giveUp(e);
            return ids;
        }
    }

    private List<Long> finish(
            BodyBuffer body, List<byte[]> rest, List<NewEntry> entries, Writer.Work<Boolean> receipt) {
        return SqlOutbox.join(writer.submit(bytes(rest), session -> {
            long id = insertOrFinish(session, body);
            BodyTable.append(session, id, chunksAhead, rest);
            List<Long> ids = new ArrayList<>();
            for (NewEntry entry : entries) {
                ids.add(EntryTable.insert(session, id, entry, stored));
            }
            receipt.run(session);
            return ids;
        }));
    }

    private static List<String> recipients(List<NewEntry> entries) {
        return entries.stream().flatMap(entry -> entry.recipients().stream()).toList();
    }

    private long insertOrFinish(Session session, BodyBuffer body) throws SQLException {
        if (messageId == null) {
            return MessageTable.insert(session, message, stored, body.size(), body.eightBit());
        }
        MessageTable.finish(session, messageId, body.size(), body.eightBit());
        return messageId;
    }

    private void discard() {
        if (messageId == null) {
            return;
        }
        try {
            SqlOutbox.join(writer.submit(0, session -> {
                MessageTable.delete(session, messageId);
                return true;
            }));
        } catch (OutboxException e) {
            LOGGER.warn("The unfinished message {} stays in the outbox until the next start", messageId, e);
        }
    }

    private static long bytes(List<byte[]> chunks) {
        return chunks.stream().mapToLong(chunk -> chunk.length).sum();
    }
}
