package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.mailFrom;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to entries, the flows are what the queued entries say, and nothing is forgotten behind a gate. */
class FlowPropertyTest {
    private static final String DIFFERENCE = "SELECT count(*) FROM (SELECT * FROM flows EXCEPT SELECT * FROM queued"
            + " UNION ALL SELECT * FROM (SELECT * FROM queued EXCEPT SELECT * FROM flows))";
    private static final String WITH = "WITH queued AS (SELECT outgoing, lane, sender_domain, tenant, priority,"
            + " min(due) FROM entry WHERE state = 0 GROUP BY 1, 2, 3, 4, 5),"
            + " flows AS (SELECT outgoing, lane, sender_domain, tenant, priority, due FROM flow) ";
    private static final String LOST = "SELECT count(*) FROM flow f WHERE place = 2 AND NOT EXISTS (SELECT 1"
            + " FROM closed_gate g WHERE g.outgoing = f.outgoing AND g.lane = f.lane AND g.name = f.gate)";

    @Property(tries = 12)
    void flowsAreWhatTheQueuedEntriesSay(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("outbox");
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            List<Entry> leased = new ArrayList<>();
            Instant now = NOW;
            for (int step = 0; step < 60; step++) {
                now = now.plusSeconds(random.nextInt(5));
                somethingHappens(outbox, random, leased, now);
            }
            assertThat(new SqliteCli(directory).ask(WITH + DIFFERENCE)).isEqualTo("0");
            assertThat(new SqliteCli(directory).ask(LOST)).isEqualTo("0");

            outbox.giveBack(leased.stream().map(Entry::id).toList(), LANE, now).join();
            assertThat(leaseAll(outbox, now.plusSeconds(3600))).isEqualTo(outbox.size());
            assertThat(outbox.nextDue(OUTGOING, LANE)).isEmpty();
        } finally {
            delete(directory);
        }
    }

    private static void somethingHappens(SqlOutbox outbox, Random random, List<Entry> leased, Instant now)
            throws SQLException {
        switch (random.nextInt(6)) {
            case 0, 1 -> outbox.store(
                    message("m"),
                    Stream.generate(() -> mailFrom(
                                    random.nextInt(3) + ".example",
                                    "t" + random.nextInt(3),
                                    random.nextInt(10),
                                    now.plusSeconds(random.nextInt(20) - 10)))
                            .limit(1 + random.nextInt(4))
                            .toList());
            case 2, 3 -> leased.addAll(outbox.lease(
                    OUTGOING,
                    LANE,
                    now,
                    1 + random.nextInt(6),
                    LEASE_END,
                    (senderDomain, tenant) -> random.nextInt(3) == 0
                            ? Optional.of(new LeaseFilter.Closed(tenant, now.plusSeconds(random.nextInt(10))))
                            : Optional.empty()));
            case 4 -> {
                if (!leased.isEmpty()) {
                    Entry entry = leased.remove(random.nextInt(leased.size()));
                    Postponement later =
                            new Postponement(entry.recipients(), now.plusSeconds(random.nextInt(9)), deferral(NOW));
                    outbox.settle(new Settlement(entry.id(), Set.of(), List.of(later)))
                            .join();
                }
            }
            default -> outbox.withdraw(1 + random.nextInt(100));
        }
    }

    private static long leaseAll(SqlOutbox outbox, Instant now) {
        long leased = 0;
        int size;
        do {
            size = outbox.lease(OUTGOING, LANE, now, 7, now.plusSeconds(1)).size();
            leased += size;
        } while (size > 0);
        return leased;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
