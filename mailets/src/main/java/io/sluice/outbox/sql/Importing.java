package io.sluice.outbox.sql;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of a file into an empty outbox. Numbers of messages and entries stay what they were, so that what names
 * an entry elsewhere still finds it. Rows go in batches, which bounds the memory and the round trips.
 */
final class Importing {
    private static final int BATCH_ROWS = 500;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final String INSERT_CHUNK = "INSERT INTO body_chunk (position, data) VALUES (?, ?)";

    private final Session session;
    private final TransferReader file;
    // In the order of the record types: a row comes after those that it refers to.
    private final Map<TransferRecord, List<Object[]>> batch = new EnumMap<>(TransferRecord.class);
    private final Map<TransferRecord, String> inserts = new HashMap<>();
    private int rows;
    private long bytes;
    private long entries;
    private long messages;

    // Where the reading is.
    private long message;
    private long entry;
    private long position;
    private long size;
    private long entriesOfMessage;
    private long recipientsOfEntry;

    Importing(Session session, TransferReader file) {
        this.session = session;
        this.file = file;
    }

    OutboxTransfer.Imported run() throws SQLException, IOException {
        List<Object> header = header();
        while (file.next()) {
            take();
        }
        endMessage();
        flush();
        session.dialect().continueIds(session, TransferRecord.MESSAGE.table(), last(header, "last_message"));
        session.dialect().continueIds(session, TransferRecord.ENTRY.table(), last(header, "last_entry"));
        return new OutboxTransfer.Imported(messages, entries);
    }

    private List<Object> header() throws IOException {
        if (!file.next() || file.record() != TransferRecord.HEADER) {
            throw new IOException("it has no header");
        }
        List<Object> header = file.values();
        TransferRules.check(TransferRecord.HEADER, header);
        return header;
    }

    private static long last(List<Object> header, String column) {
        return TransferRules.number(TransferRecord.HEADER, header, column);
    }

    private void take() throws SQLException, IOException {
        switch (file.record()) {
            case MESSAGE -> message();
            case ENTRY -> entry();
            case RECIPIENT -> recipient();
            case BODY -> body();
            case LANE, EVENT, SAMPLE, HISTORY, REFUSAL -> add(file.record(), values());
            case HEADER, END -> throw new IOException("it has a second header");
        }
    }

    private List<Object> values() throws IOException {
        List<Object> values = file.values();
        TransferRules.check(file.record(), values);
        return values;
    }

    private void message() throws SQLException, IOException {
        endMessage();
        List<Object> values = values();
        long id = TransferRules.number(TransferRecord.MESSAGE, values, "id");
        require(id > message);
        message = id;
        size = TransferRules.number(TransferRecord.MESSAGE, values, "size");
        position = 0;
        entriesOfMessage = 0;
        messages++;
        add(TransferRecord.MESSAGE, values);
    }

    private void entry() throws SQLException, IOException {
        endEntry();
        List<Object> values = values();
        require(message > 0
                && position == 0
                && TransferRules.number(TransferRecord.ENTRY, values, "message_id") == message);
        entry = TransferRules.number(TransferRecord.ENTRY, values, "id");
        recipientsOfEntry = 0;
        entriesOfMessage++;
        entries++;
        add(TransferRecord.ENTRY, values);
    }

    private void recipient() throws SQLException, IOException {
        List<Object> values = values();
        require(entriesOfMessage > 0
                && position == 0
                && TransferRules.number(TransferRecord.RECIPIENT, values, "entry_id") == entry);
        recipientsOfEntry++;
        add(TransferRecord.RECIPIENT, values);
    }

    private void body() throws SQLException, IOException {
        byte[] chunk = file.payload();
        require(message > 0 && chunk.length > 0 && chunk.length == Math.min(BodyTable.CHUNK, size - position));
        long number = position / BodyTable.CHUNK;
        position += chunk.length;
        add(TransferRecord.BODY, List.of(message * BodyTable.CHUNKS_PER_BODY + number, chunk));
        bytes += chunk.length;
    }

    private void endMessage() throws IOException {
        if (message > 0) {
            endEntry();
            require(entriesOfMessage > 0 && position == size);
        }
    }

    private void endEntry() throws IOException {
        require(entriesOfMessage == 0 || recipientsOfEntry > 0);
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("its records do not go together");
        }
    }

    private void add(TransferRecord record, List<Object> values) throws SQLException {
        batch.computeIfAbsent(record, key -> new ArrayList<>()).add(values.toArray());
        rows++;
        if (rows >= BATCH_ROWS || bytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void flush() throws SQLException {
        for (Map.Entry<TransferRecord, List<Object[]>> part : batch.entrySet()) {
            String sql = inserts.computeIfAbsent(part.getKey(), this::insert);
            PreparedStatement statement = null;
            for (Object[] values : part.getValue()) {
                statement = session.bound(sql, values);
                statement.addBatch();
            }
            if (statement != null) {
                int[] unused = statement.executeBatch();
            }
        }
        batch.clear();
        rows = 0;
        bytes = 0;
    }

    private String insert(TransferRecord record) {
        if (record == TransferRecord.BODY) {
            return INSERT_CHUNK;
        }
        boolean hasIds = record == TransferRecord.MESSAGE || record == TransferRecord.ENTRY;
        return "INSERT INTO " + record.table() + " (" + record.columns() + ")"
                + (hasIds ? session.dialect().withIds() : "") + " VALUES (" + record.marks() + ")";
    }
}
