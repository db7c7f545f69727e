package io.sluice.outbox.sql;

import io.sluice.reply.ReplySample;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Samples of unknown replies. */
final class SampleTable {
    private SampleTable() {}

    /** A sample that cannot be read is no reason to have none. */
    static List<ReplySample> read(Session session) throws SQLException {
        return session
                .all("SELECT text, service, stage, first_seen, last_seen, count FROM reply_sample", SampleTable::sample)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static void replace(Session session, List<ReplySample> samples) throws SQLException {
        session.update("DELETE FROM reply_sample");
        for (ReplySample sample : samples) {
            session.update(
                    "INSERT INTO reply_sample (text, service, stage, first_seen, last_seen, count)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    sample.text(),
                    sample.service().map(Service::token).orElse(""),
                    sample.stage().token(),
                    Columns.millis(sample.firstSeen()),
                    Columns.millis(sample.lastSeen()),
                    sample.count());
        }
    }

    private static Optional<ReplySample> sample(ResultSet row) throws SQLException {
        String service = row.getString(2);
        String stage = row.getString(3);
        Optional<SmtpStage> knownStage = Arrays.stream(SmtpStage.values())
                .filter(each -> each.token().equals(stage))
                .findFirst();
        try {
            return knownStage.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ReplySample(
                            row.getString(1),
                            Arrays.stream(Service.values())
                                    .filter(each -> each.token().equals(service))
                                    .findFirst(),
                            knownStage.get(),
                            Columns.time(row.getLong(4)),
                            Columns.time(row.getLong(5)),
                            row.getLong(6)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
