package io.sluice.outbox.sql;

import io.sluice.outbox.Entry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Notices that are due, found on an index of their own. */
final class Notices {
    static final String DUE = "SELECT id FROM entry WHERE state < 3 AND state <> 2 AND outgoing = ? AND notice <= ?"
            + " ORDER BY notice, id LIMIT ?";
    static final String NEXT = "SELECT notice FROM entry WHERE state < 3 AND notice IS NOT NULL AND outgoing = ?"
            + " ORDER BY notice, id LIMIT 1";

    private final Leasing leasing;

    Notices(Leasing leasing) {
        this.leasing = leasing;
    }

    List<Entry> take(Session session, String outgoing, Instant now, int max) throws SQLException {
        String select = DUE + session.dialect().lockedIfFree();
        List<Entry> taken = new ArrayList<>();
        for (long id : session.all(select, row -> row.getLong(1), outgoing, Columns.millis(now), max)) {
            Optional<Entry> entry = leasing.readable(session, id);
            if (entry.isPresent()) {
                session.update("UPDATE entry SET notice = NULL WHERE id = ?", id);
                taken.add(entry.get());
            }
        }
        return taken;
    }

    static void giveBack(Session session, Collection<Long> ids, Instant due) throws SQLException {
        for (long id : ids) {
            session.update("UPDATE entry SET notice = ? WHERE id = ?", Columns.millis(due), id);
        }
    }

    static Optional<Instant> next(Session session, String outgoing) throws SQLException {
        return session.first(NEXT, row -> Columns.time(row.getLong(1)), outgoing);
    }
}
