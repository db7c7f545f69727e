package io.sluice.outbox.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes an outbox as records: the header, what is known about lanes, samples, history, and then each message with its entries,
 * their recipients and its body. Mail that cannot be read is left behind, whole: a message is written when all of it was
 * read. In memory are the envelope of one message and 1 MiB of its body.
 */
final class Exporting {
    static final String MESSAGES = "SELECT DISTINCT message_id FROM entry INDEXED BY entry_of_message"
            + " WHERE message_id > ? ORDER BY message_id LIMIT ?";
    static final String ENTRIES = "SELECT id FROM entry INDEXED BY entry_of_message WHERE message_id = ? ORDER BY id";

    private static final int PAGE = 500;
    private static final int CHUNKS_KEPT = 4;
    private static final int SET_ASIDE = 3;
    private static final int HELD = 1;

    private static final String MESSAGE = select(TransferRecord.MESSAGE) + " WHERE id = ? AND size IS NOT NULL";
    private static final String ENTRY = select(TransferRecord.ENTRY) + " WHERE id = ?";
    private static final String RECIPIENTS = select(TransferRecord.RECIPIENT) + " WHERE entry_id = ? ORDER BY position";
    private static final String LANES = select(TransferRecord.LANE) + " ORDER BY key";
    private static final String EVENTS = select(TransferRecord.EVENT) + " ORDER BY id";
    private static final String HISTORY =
            select(TransferRecord.HISTORY) + " ORDER BY start, resolution, lane, sender, writer";
    private static final String REFUSALS = select(TransferRecord.REFUSAL) + " ORDER BY id";
    private static final String SAMPLES = select(TransferRecord.SAMPLE);

    private final Session session;
    private final TransferWriter file;
    private final List<Long> left = new ArrayList<>();
    private long messages;
    private long entries;

    Exporting(Session session, TransferWriter file) {
        this.session = session;
        this.file = file;
    }

    OutboxTransfer.Exported run(Instant now) throws SQLException, IOException {
        file.write(
                TransferRecord.HEADER,
                List.of(
                        Columns.millis(now),
                        session.dialect().lastId(session, TransferRecord.MESSAGE.table()),
                        session.dialect().lastId(session, TransferRecord.ENTRY.table())));
        rows(TransferRecord.LANE, LANES);
        rows(TransferRecord.EVENT, EVENTS);
        samples();
        rows(TransferRecord.HISTORY, HISTORY);
        rows(TransferRecord.REFUSAL, REFUSALS);
        long last = 0;
        List<Long> page;
        do {
            page = session.all(MESSAGES, row -> row.getLong(1), last, PAGE);
            for (long message : page) {
                message(message);
                last = message;
            }
        } while (!page.isEmpty());
        file.end();
        return new OutboxTransfer.Exported(messages, entries, left);
    }

    /** What lanes know and what happened is no mail: what cannot be read of it is left out. */
    private void rows(TransferRecord record, String select) throws SQLException, IOException {
        session.each(select, row -> {
            List<Object> values = record.values(row);
            try {
                TransferRules.check(record, values);
            } catch (MalformedRowException e) {
                return;
            }
            file.write(record, values);
        });
    }

    /** There are few; sorted here, because the engines sort text differently. */
    private void samples() throws SQLException, IOException {
        List<String> lines = new ArrayList<>();
        List<List<Object>> samples = session.all(SAMPLES, TransferRecord.SAMPLE::values);
        samples.forEach(sample -> lines.add(sample.subList(0, 3).toString()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> lines.get(a).compareTo(lines.get(b)));
        for (int i : order) {
            file.write(TransferRecord.SAMPLE, samples.get(i));
        }
    }

    private void message(long id) throws SQLException, IOException {
        List<Long> all = session.all(ENTRIES, row -> row.getLong(1), id);
        List<Mail> readable = new ArrayList<>();
        for (long entry : all) {
            unlessDamaged(() -> entry(entry)).ifPresentOrElse(readable::add, () -> left.add(entry));
        }
        if (readable.isEmpty()) {
            return;
        }
        Optional<List<Object>> message = unlessDamaged(() -> row(TransferRecord.MESSAGE, MESSAGE, id));
        Optional<List<byte[]>> begin = message.isEmpty()
                ? Optional.empty()
                : unlessDamaged(() -> body(id, TransferRules.number(TransferRecord.MESSAGE, message.get(), "size")));
        if (begin.isEmpty()) {
            readable.forEach(mail -> left.add(mail.id()));
            return;
        }
        file.write(TransferRecord.MESSAGE, message.get());
        for (Mail mail : readable) {
            file.write(TransferRecord.ENTRY, mail.entry());
            for (List<Object> recipient : mail.recipients()) {
                file.write(TransferRecord.RECIPIENT, recipient);
            }
        }
        writeBody(id, begin.get());
        messages++;
        entries += readable.size();
    }

    /** An entry with its recipients. */
    private record Mail(long id, List<Object> entry, List<List<Object>> recipients) {}

    private Mail entry(long id) throws SQLException, IOException {
        List<Object> entry = new ArrayList<>(session.first(ENTRY, TransferRecord.ENTRY::values, id)
                .orElseThrow(() -> new MalformedRowException("no entry")));
        int state = TransferRecord.ENTRY.index("state");
        if ((long) entry.get(state) == SET_ASIDE) {
            throw new MalformedRowException("been set aside");
        }
        // Nobody works on it any more.
        entry.set(state, (long) entry.get(state) == HELD ? 1L : 0L);
        checked(TransferRecord.ENTRY, entry);
        List<List<Object>> recipients = session.all(RECIPIENTS, TransferRecord.RECIPIENT::values, id);
        if (recipients.isEmpty()) {
            throw new MalformedRowException("no recipient");
        }
        for (List<Object> recipient : recipients) {
            checked(TransferRecord.RECIPIENT, recipient);
        }
        return new Mail(id, entry, recipients);
    }

    private List<Object> row(TransferRecord record, String select, long id) throws SQLException, IOException {
        List<Object> values = session.first(select, record::values, id)
                .orElseThrow(() -> new MalformedRowException("no " + record.table()));
        return checked(record, values);
    }

    private static List<Object> checked(TransferRecord record, List<Object> values) throws IOException {
        TransferRules.check(record, values);
        if (!TransferWriter.fits(record, values)) {
            throw new MalformedRowException("more in it than a file can take");
        }
        return values;
    }

    /** Reads a whole body and returns how it begins. */
    private List<byte[]> body(long message, long size) throws SQLException {
        List<byte[]> begin = new ArrayList<>();
        long read = 0;
        for (long number = 0; read < size; number++) {
            byte[] chunk = chunk(message, number);
            if (chunk.length != Math.min(BodyTable.CHUNK, size - read)) {
                throw new MalformedRowException("a body that is not complete");
            }
            if (number < CHUNKS_KEPT) {
                begin.add(chunk);
            }
            read += chunk.length;
        }
        return begin;
    }

    private void writeBody(long message, List<byte[]> begin) throws SQLException, IOException {
        for (byte[] chunk : begin) {
            file.write(TransferRecord.BODY, chunk);
        }
        if (begin.size() == CHUNKS_KEPT) {
            long number = CHUNKS_KEPT;
            Optional<byte[]> chunk = BodyTable.chunk(session, message, number);
            while (chunk.isPresent()) {
                file.write(TransferRecord.BODY, chunk.get());
                number++;
                chunk = BodyTable.chunk(session, message, number);
            }
        }
    }

    private byte[] chunk(long message, long number) throws SQLException {
        return BodyTable.chunk(session, message, number)
                .orElseThrow(() -> new MalformedRowException("a body that is not complete"));
    }

    private interface Reading<T> {
        T read() throws SQLException, IOException;
    }

    private static <T> Optional<T> unlessDamaged(Reading<T> reading) throws SQLException, IOException {
        try {
            return Optional.of(reading.read());
        } catch (MalformedRowException e) {
            return Optional.empty();
        } catch (SQLException e) {
            if (Damage.isShownBy(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String select(TransferRecord record) {
        return "SELECT " + record.columns() + " FROM " + record.table();
    }
}
