package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A measurement, not a test: durable inserts a second with 16 threads, leases with settlements a second, and what the
 * disk does in the way of fsyncs. Arguments: a directory on the disk to measure, and how many mails (default 50,000).
 */
final class OutboxMeasurement {
    private static final int THREADS = 16;
    private static final byte[] BODY = new byte[4096];

    private OutboxMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "outbox-measurement");
        int mails = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        System.out.printf("fsyncs of 4 KiB appended: %.0f/s%n", fsyncs(directory.resolve("probe")));
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), InstantSource.system())) {
            measure("store, warming up", outbox, mails / 10, () -> store(outbox, mails / 10));
            measure("store", outbox, mails, () -> store(outbox, mails));
            System.out.printf("%,d entries in the outbox%n", outbox.size());
            measure("read the backlog", outbox, 1, () -> outbox.backlog(Instant.now()));
            measure("lease and settle one by one", outbox, 1000, () -> settle(outbox, 1000, 1));
            measure("lease and settle", outbox, mails, () -> settle(outbox, mails, 50));
        }
    }

    private static void measure(String what, SqlOutbox outbox, int count, Callable<?> work) throws Exception {
        long commits = outbox.commits();
        Instant start = Instant.now();
        work.call();
        double seconds = Duration.between(start, Instant.now()).toNanos() / 1e9;
        System.out.printf(
                "%s: %,d in %.3f s, %.0f/s, %,d commits%n",
                what, count, seconds, count / seconds, outbox.commits() - commits);
    }

    private static boolean store(SqlOutbox outbox, int mails) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < mails / THREADS; i++) {
                        String address = i + "." + number + "@outlook.com";
                        outbox.store(message("m", BODY), List.of(entry(LANE, i % 10, Instant.now(), EXPIRY, address)));
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        return true;
    }

    private static boolean settle(SqlOutbox outbox, int mails, int atOnce) {
        int settled = 0;
        List<CompletableFuture<?>> open = new ArrayList<>();
        while (settled < mails) {
            Instant now = Instant.now();
            List<Entry> leased = outbox.lease(OUTGOING, LANE, now, atOnce, now.plusSeconds(600));
            if (leased.isEmpty()) {
                break;
            }
            for (Entry entry : leased) {
                open.add(outbox.settle(new Settlement(
                        entry.id(), Set.of(entry.recipients().get(0).address()), List.of())));
            }
            settled += leased.size();
        }
        open.forEach(CompletableFuture::join);
        return true;
    }

    private static double fsyncs(Path file) throws IOException {
        int count = 500;
        Instant start = Instant.now();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < count; i++) {
                channel.write(ByteBuffer.wrap(BODY));
                channel.force(false);
            }
        }
        return count / (Duration.between(start, Instant.now()).toNanos() / 1e9);
    }
}
