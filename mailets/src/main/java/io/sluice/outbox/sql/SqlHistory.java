package io.sluice.outbox.sql;

import io.sluice.history.DeferralFilter;
import io.sluice.history.DeferralRecord;
import io.sluice.history.HistoryStore;
import io.sluice.history.Resolution;
import io.sluice.history.Row;
import io.sluice.history.StoredDeferral;
import io.sluice.history.Subject;
import io.sluice.history.TallyJson;
import io.sluice.reply.DeferralClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** History in tables beside those of the outbox; it shares the commits of the outbox. */
final class SqlHistory implements HistoryStore {
    static final String DEFERRALS =
            "SELECT id, time, outcome, entry, lane, domain, tenant, sender, class, rule, reply, stage, host, ip, region,"
                    + " mx_id FROM deferral_log WHERE id < ? AND time >= ? AND time < ?"
                    + " AND (? = '' OR outcome = ?) AND (? = '' OR lane = ?) AND (? = '' OR class = ?)"
                    + " AND (? = '' OR rule = ?) AND (? = '' OR domain = ?) AND (? = '' OR tenant = ?)"
                    + " AND (? = '' OR sender = ?) AND (? = '' OR region = ?) AND (? = '' OR ip = ?)"
                    + " AND (? = -1 OR entry = ?) ORDER BY id DESC LIMIT ?";
    static final String ROWS = "SELECT resolution, lane, sender, start, writer, tally FROM history"
            + " WHERE resolution = ? AND lane = ? AND sender = ? AND start >= ? AND start < ? ORDER BY start";
    static final String SENDER_ROWS = "SELECT resolution, lane, sender, start, writer, tally FROM history"
            + " WHERE resolution = ? AND start >= ? AND start < ? AND lane = ? AND sender <> '' ORDER BY start";
    static final String LANES =
            "SELECT DISTINCT lane FROM history" + " WHERE resolution = ? AND start >= ? AND start < ? AND sender = ''";

    private final Changes changes;
    private final Readers readers;

    /** Runs a change, and tells after the commit. */
    @FunctionalInterface
    interface Changes {
        CompletableFuture<Void> later(Writer.Work<Void> work);
    }

    SqlHistory(Changes changes, Readers readers) {
        this.changes = changes;
        this.readers = readers;
    }

    @Override
    public CompletableFuture<Void> write(List<Row> rows, List<DeferralRecord> deferrals, Instant now) {
        List<Row> allRows = List.copyOf(rows);
        List<DeferralRecord> allDeferrals = List.copyOf(deferrals);
        return changes.later(session -> {
            for (Row row : allRows) {
                save(session, row);
            }
            for (DeferralRecord deferral : allDeferrals) {
                add(session, deferral);
            }
            forget(session, now);
            return null;
        });
    }

    @Override
    public List<Row> rows(Resolution resolution, Subject subject, Instant from, Instant before) {
        return present(readers.read(session -> session.all(
                ROWS,
                SqlHistory::row,
                resolution.name(),
                subject.lane(),
                subject.sender(),
                Columns.millis(from),
                Columns.millis(before))));
    }

    @Override
    public List<Row> senderRows(Resolution resolution, String lane, Instant from, Instant before) {
        return present(readers.read(session -> session.all(
                SENDER_ROWS, SqlHistory::row, resolution.name(), Columns.millis(from), Columns.millis(before), lane)));
    }

    @Override
    public List<String> lanes(Resolution resolution, Instant from, Instant before) {
        return readers.read(session -> session.all(
                LANES, row -> row.getString(1), resolution.name(), Columns.millis(from), Columns.millis(before)));
    }

    @Override
    public List<StoredDeferral> deferrals(DeferralFilter filter, int max, long below) {
        String outcome = filter.outcome().map(DeferralRecord.Outcome::token).orElse("");
        String lane = filter.lane().orElse("");
        String type = filter.deferralClass().map(DeferralClass::token).orElse("");
        String rule = filter.rule().orElse("");
        String domain = filter.domain().orElse("");
        String tenant = filter.tenant().orElse("");
        String sender = filter.sender().orElse("");
        String region = filter.region().orElse("");
        String ip = filter.ip().orElse("");
        long entry = filter.entry().orElse(-1L);
        return present(readers.read(session -> session.all(
                DEFERRALS,
                SqlHistory::deferral,
                below,
                Columns.millis(filter.from().orElse(Instant.MIN)),
                Columns.millis(filter.before().orElse(Instant.MAX)),
                outcome,
                outcome,
                lane,
                lane,
                type,
                type,
                rule,
                rule,
                domain,
                domain,
                tenant,
                tenant,
                sender,
                sender,
                region,
                region,
                ip,
                ip,
                entry,
                entry,
                max)));
    }

    @Override
    public Optional<Instant> oldestDeferral() {
        return readers.read(session -> session.first(
                "SELECT time FROM deferral_log ORDER BY id LIMIT 1", row -> Columns.time(row.getLong(1))));
    }

    private static void save(Session session, Row row) throws SQLException {
        session.update(
                "INSERT INTO history (resolution, lane, sender, start, writer, tally) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (resolution, lane, sender, start, writer) DO UPDATE SET tally = excluded.tally",
                row.resolution().name(),
                row.subject().lane(),
                row.subject().sender(),
                Columns.millis(row.start()),
                row.writer(),
                TallyJson.write(row.tally()));
    }

    private static void add(Session session, DeferralRecord deferral) throws SQLException {
        session.update(
                "INSERT INTO deferral_log (time, outcome, entry, lane, domain, tenant, sender, class, rule, reply, stage,"
                        + " host, ip, region, mx_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Columns.millis(deferral.time()),
                deferral.outcome().token(),
                deferral.entry(),
                deferral.lane(),
                deferral.domain(),
                deferral.tenant(),
                deferral.sender(),
                deferral.deferralClass().token(),
                deferral.rule(),
                deferral.reply(),
                deferral.stage(),
                deferral.host(),
                deferral.ip(),
                deferral.region(),
                deferral.mxId());
    }

    private static void forget(Session session, Instant now) throws SQLException {
        for (Resolution resolution : Resolution.values()) {
            session.update(
                    "DELETE FROM history WHERE resolution = ? AND start < ?",
                    resolution.name(),
                    Columns.millis(now.minus(resolution.kept())));
        }
        session.update(
                "DELETE FROM deferral_log WHERE id <= (SELECT max(id) FROM deferral_log) - ?",
                HistoryStore.MOST_DEFERRALS);
    }

    private static <T> List<T> present(List<Optional<T>> rows) {
        return rows.stream().flatMap(Optional::stream).toList();
    }

    private static Optional<Row> row(ResultSet row) throws SQLException {
        try {
            Resolution resolution = Resolution.valueOf(row.getString(1));
            Subject subject = new Subject(row.getString(2), row.getString(3));
            Instant start = Columns.time(row.getLong(4));
            long writer = row.getLong(5);
            return TallyJson.read(row.getString(6)).map(tally -> new Row(resolution, start, subject, writer, tally));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<StoredDeferral> deferral(ResultSet row) throws SQLException {
        Optional<DeferralRecord.Outcome> outcome = DeferralRecord.Outcome.ofToken(row.getString(3));
        Optional<DeferralClass> type = DeferralClass.ofToken(row.getString(9));
        if (outcome.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StoredDeferral(
                row.getLong(1),
                new DeferralRecord(
                        Columns.time(row.getLong(2)),
                        outcome.get(),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        type.get(),
                        row.getString(10),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13),
                        row.getString(14),
                        row.getString(15),
                        row.getString(16))));
    }
}
