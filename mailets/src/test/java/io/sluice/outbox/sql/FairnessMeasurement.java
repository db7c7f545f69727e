package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.OUTGOING;

import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A measurement, not a test: what a fair lease costs with a large backlog. Arguments: a directory, how many entries
 * (default 1,000,000), how many sender domains (default 10,000), how many tenants (default 10).
 */
final class FairnessMeasurement {
    private FairnessMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "fairness-measurement");
        int entries = argument(arguments, 1, 1_000_000);
        int domains = argument(arguments, 2, 10_000);
        int tenants = argument(arguments, 3, 10);
        Instant now = Instant.now();
        OutboxSettings settings = OutboxSettings.in(directory);
        SqlOutbox.open(settings, InstantSource.system()).close();
        SqliteCli cli = new SqliteCli(directory);
        measure("fill by hand", entries, () -> fill(cli, entries, domains, tenants, now));
        System.out.printf("flows: %s%n", cli.ask("SELECT count(*) FROM flow"));
        Instant start = Instant.now();
        try (SqlOutbox outbox = SqlOutbox.open(settings, InstantSource.system())) {
            System.out.printf(
                    "open: %d ms%n", Duration.between(start, Instant.now()).toMillis());
            measure("first lease", 1, () -> lease(outbox, now, 1, LeaseFilter.OPEN));
            measure("warm up, leases of 1", 500, () -> leases(outbox, now, 500, 1, LeaseFilter.OPEN));
            measure("leases of 1", 1000, () -> leases(outbox, now, 1000, 1, LeaseFilter.OPEN));
            measure("leases of 32", 500, () -> leases(outbox, now, 500, 32, LeaseFilter.OPEN));
            measure("nextDue", 1000, () -> nextDue(outbox, 1000));
            LeaseFilter half = (senderDomain, tenant) -> Integer.parseInt(tenant.substring(1)) % 2 == 0
                    ? Optional.of(new LeaseFilter.Closed(tenant, now.plusSeconds(600)))
                    : Optional.empty();
            measure("first lease of 32, half of the tenants closed", 1, () -> lease(outbox, now, 32, half));
            measure("leases of 32, half of the tenants closed", 500, () -> leases(outbox, now, 500, 32, half));
            measure("backlog", 1, () -> outbox.backlog(now));
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static boolean fill(SqliteCli cli, int entries, int domains, int tenants, Instant now) throws Exception {
        String numbers =
                "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < " + (entries - 1) + ") ";
        cli.run("PRAGMA cache_size = -200000; PRAGMA synchronous = OFF; BEGIN; "
                + numbers + "INSERT INTO message SELECT i + 1, 'm', 'a@' || (i % " + domains
                + ") || '.example', 0, 0, 0, '{}' FROM n; "
                + numbers + "INSERT INTO recipient SELECT i + 1, 0, i || '@outlook.com', NULL FROM n; "
                + numbers + "INSERT INTO entry SELECT i + 1, i + 1, '" + OUTGOING + "', '" + LANE
                + "', 'outlook.com', 't' || (i / " + domains + " % " + tenants + "), i % 10, 0, "
                + now.toEpochMilli() + ", " + now.minusSeconds(60).toEpochMilli() + " + i % 1000, "
                + now.plusSeconds(1_000_000).toEpochMilli() + ", 0, NULL, NULL, (i % " + domains
                + ") || '.example' FROM n; COMMIT");
        return true;
    }

    private static boolean leases(SqlOutbox outbox, Instant now, int times, int max, LeaseFilter filter) {
        Set<String> domains = new HashSet<>();
        long longest = 0;
        for (int i = 0; i < times; i++) {
            Instant start = Instant.now();
            lease(outbox, now, max, filter).forEach(entry -> domains.add(entry.senderDomain()));
            longest = Math.max(longest, Duration.between(start, Instant.now()).toNanos() / 1000);
        }
        System.out.printf("  longest %,d us, %,d sender domains%n", longest, domains.size());
        return true;
    }

    private static List<Entry> lease(SqlOutbox outbox, Instant now, int max, LeaseFilter filter) {
        return outbox.lease(OUTGOING, LANE, now, max, now.plusSeconds(600), filter);
    }

    private static boolean nextDue(SqlOutbox outbox, int times) {
        for (int i = 0; i < times; i++) {
            outbox.nextDue(OUTGOING, LANE);
        }
        return true;
    }

    private static void measure(String what, int count, Callable<?> work) throws Exception {
        Instant start = Instant.now();
        work.call();
        double micros = Duration.between(start, Instant.now()).toNanos() / 1000.0;
        System.out.printf("%s: %,d in %,.0f us, %,.1f us each%n", what, count, micros, micros / count);
    }
}
