package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Recipient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts an entry together from its rows, one for each recipient. */
final class EntryReader {
    static final String SELECT = "SELECT e.message_id, e.outgoing, e.lane, e.domain, e.tenant, e.priority, e.attempts,"
            + " e.stored, e.due, e.expires, e.deferral, e.sender_domain, r.address, r.last_reply, e.id"
            + " FROM entry e LEFT JOIN recipient r ON r.entry_id = e.id WHERE e.id ";
    /** Reads one. */
    static final String ONE = SELECT + "= ? ORDER BY r.position";

    private static final int ADDRESS = 13;
    private static final int ID = 15;

    private final long id;
    private final List<Recipient> recipients = new ArrayList<>();
    private Entry head; // without recipients and deferral; null before the first row
    private String deferral; // null when it has none

    EntryReader(long id) {
        this.id = id;
    }

    boolean add(ResultSet row) throws SQLException {
        if (head == null) {
            head = head(row);
            deferral = row.getString(11);
        }
        String address = row.getString(ADDRESS);
        return address != null
                && recipients.add(new Recipient(address, Optional.ofNullable(row.getString(ADDRESS + 1))));
    }

    /**
     * The entry; empty when there were no rows.
     *
     * @throws MalformedRowException when it has no recipient or a deferral that cannot be read
     */
    Optional<Entry> read() {
        if (head == null) {
            return Optional.empty();
        }
        if (recipients.isEmpty()) {
            throw new MalformedRowException("no recipient");
        }
        return Optional.of(new Entry(
                id,
                head.messageId(),
                head.outgoing(),
                head.lane(),
                head.domain(),
                head.tenant(),
                head.senderDomain(),
                recipients,
                head.priority(),
                head.attempts(),
                head.stored(),
                head.due(),
                head.expires(),
                Optional.ofNullable(deferral).map(Columns::deferral)));
    }

    /** Which entry a row is of. */
    static long id(ResultSet row) throws SQLException {
        return row.getLong(ID);
    }

    private Entry head(ResultSet row) throws SQLException {
        return new Entry(
                id,
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(12),
                List.of(),
                row.getInt(6),
                row.getInt(7),
                Columns.time(row.getLong(8)),
                Columns.time(row.getLong(9)),
                Columns.time(row.getLong(10)),
                Optional.empty());
    }
}
