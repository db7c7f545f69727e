package io.sluice.outbox.sql;

import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.LaneEventRecord;
import java.util.List;
import java.util.Map;

/** What rows of a file that moves an outbox must be like: what the outbox can read, and the tables take. */
final class TransferRules {
    private static final long HIGHEST_ID = Long.MAX_VALUE / BodyTable.CHUNKS_PER_BODY - 1;
    private static final int HELD = 1;

    private TransferRules() {}

    /**
     * Checks the values of a row.
     *
     * @throws MalformedRowException when they cannot be
     */
    static void check(TransferRecord record, List<Object> values) {
        switch (record) {
            case HEADER -> {
                if (number(record, values, "last_message") > HIGHEST_ID) {
                    throw new MalformedRowException("a last message of an impossible number");
                }
            }
            case MESSAGE -> message(values);
            case ENTRY -> entry(values);
            case RECIPIENT, BODY, SAMPLE, HISTORY, REFUSAL, END -> {}
            case LANE -> {
                var unused = Columns.lane((String) values.get(0), (String) values.get(1), (long) values.get(2));
            }
            case EVENT -> event(values);
        }
    }

    private static void message(List<Object> values) {
        Map<String, String> unused = Columns.attributes((String) get(TransferRecord.MESSAGE, values, "attributes"));
        within(TransferRecord.MESSAGE, values, "id", 1, HIGHEST_ID);
        within(TransferRecord.MESSAGE, values, "size", 0, BodyTable.CHUNKS_PER_BODY * BodyTable.CHUNK);
    }

    private static void entry(List<Object> values) {
        String deferral = (String) get(TransferRecord.ENTRY, values, "deferral");
        if (deferral != null) {
            var unused = Columns.deferral(deferral);
        }
        within(TransferRecord.ENTRY, values, "id", 1, Long.MAX_VALUE - 1);
        within(TransferRecord.ENTRY, values, "priority", 0, 9);
        within(TransferRecord.ENTRY, values, "attempts", 0, Integer.MAX_VALUE);
        within(TransferRecord.ENTRY, values, "state", 0, HELD);
        if (number(TransferRecord.ENTRY, values, "state") == HELD) {
            String reason = (String) get(TransferRecord.ENTRY, values, "hold_reason");
            if (reason == null
                    || !HoldTerms.isReason(reason)
                    || get(TransferRecord.ENTRY, values, "held_since") == null) {
                throw new MalformedRowException("a hold without reason or time");
            }
        }
    }

    private static void event(List<Object> values) {
        within(TransferRecord.EVENT, values, "number", 1, Long.MAX_VALUE - 1);
        try {
            var unused =
                    new LaneEventRecord((String) values.get(0), Columns.time((long) values.get(2)), "", "", "", "");
        } catch (IllegalArgumentException e) {
            throw new MalformedRowException("an event of no lane");
        }
    }

    static long number(TransferRecord record, List<Object> values, String column) {
        return (long) get(record, values, column);
    }

    private static Object get(TransferRecord record, List<Object> values, String column) {
        return values.get(record.index(column));
    }

    private static void within(TransferRecord record, List<Object> values, String column, long least, long most) {
        long value = number(record, values, column);
        if (value < least || value > most) {
            throw new MalformedRowException("an impossible " + column);
        }
    }
}
