package io.sluice.benchmarks;

import io.sluice.outbox.Entry;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.WaitingFilter;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a mail costs in an outbox of 1,000, 100,000 and so on entries: stored by one caller and by many, leased, settled.
 * Then how fast the full outbox opens, and what becomes of its file when all mail has left. Options: {@code --entries
 * NUMBER}, {@code --threads NUMBER}. To be run with little heap.
 */
public final class OutboxBenchmark {
    private static final byte[] BODY = new byte[2048];
    private static final String OUTGOING = "microsoft";
    private static final String LANE = "default/consumer";
    private static final int SAMPLES = 500;
    private static final int BATCH = 32;
    /** Entries that WebAdmin asks for at once. */
    private static final int PAGE = 100;
    /** What no entry matches, so that as much is looked at as ever is for one page. */
    private static final WaitingFilter NOWHERE =
            WaitingFilter.builder().domain(Optional.of("nowhere.example")).build();

    /** Seconds. */
    private static final int EMPTYING = 180;
    /** Seconds. */
    private static final int QUIET = 10;

    private final Path directory;
    private final int threads;
    private final AtomicInteger number = new AtomicInteger();

    private OutboxBenchmark(Path directory, int threads) {
        this.directory = directory;
        this.threads = threads;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        int entries = Numbers.option(arguments, "entries", 1_000_000);
        int threads = Numbers.option(arguments, "threads", 64);
        Path directory = Files.createTempDirectory(Path.of(""), "outbox-benchmark");
        try {
            new OutboxBenchmark(directory.toAbsolutePath(), threads).run(entries);
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private void run(int entries) throws Exception {
        Numbers.print(
                "heap at most %,d MB, %d threads store", Runtime.getRuntime().maxMemory() >> 20, threads);
        Numbers.print("bare fsyncs, 4 KiB appended each time: %.0f/s", fsyncs());
        Numbers.print(
                "%10s %14s %12s %12s %12s %14s %12s %12s %12s",
                "entries",
                "stored/s",
                "store ms",
                "lease ms",
                "settle ms",
                "both mails/s",
                "backlog ms",
                "page ms",
                "search ms");
        try (SqlOutbox outbox = open()) {
            for (int level : Stream.of(1_000, 100_000, entries)
                    .filter(n -> n <= entries)
                    .distinct()
                    .toList()) {
                level(outbox, level);
            }
        }
        Numbers.print("file: %,d MB", size() >> 20);
        reopen();
    }

    private void level(SqlOutbox outbox, int level) throws Exception {
        long missing = level - outbox.size();
        long begin = System.nanoTime();
        store(outbox, (int) missing);
        double storedPerSecond = missing / seconds(begin);
        double store = median(() -> storeOne(outbox));
        List<Double> leases = new ArrayList<>();
        List<Double> settles = new ArrayList<>();
        long both = System.nanoTime();
        int settled = 0;
        for (int i = 0; i < SAMPLES / BATCH; i++) {
            long start = System.nanoTime();
            Instant now = Instant.now();
            List<Entry> leased = outbox.lease(OUTGOING, LANE, now, BATCH, now.plusSeconds(600));
            leases.add(seconds(start) * 1000);
            start = System.nanoTime();
            settle(outbox, leased);
            settles.add(seconds(start) * 1000);
            settled += leased.size();
        }
        double bothPerSecond = settled / seconds(both);
        double backlog = median(() -> outbox.backlog(Instant.now()));
        double page = median(() -> outbox.waiting(WaitingFilter.ALL, 0, PAGE));
        double search = median(() -> outbox.waiting(NOWHERE, 0, PAGE));
        Numbers.print(
                "%,10d %14.0f %12.2f %12.2f %12.2f %14.0f %12.2f %12.2f %12.2f",
                level,
                storedPerSecond,
                store,
                Numbers.median(leases),
                Numbers.median(settles),
                bothPerSecond,
                backlog,
                page,
                search);
    }

    private void reopen() throws Exception {
        long begin = System.nanoTime();
        try (SqlOutbox outbox = open()) {
            long opened = System.nanoTime();
            Instant now = Instant.now();
            List<Entry> first = outbox.lease(OUTGOING, LANE, now, BATCH, now.plusSeconds(600));
            Numbers.print(
                    "opened with %,d entries in %.2f s, the first %d leased %.0f ms later",
                    outbox.size(), (opened - begin) / 1e9, first.size(), seconds(opened) * 1000);
            settle(outbox, first);
            empty(outbox, first.size());
        }
    }

    /** Until all is gone, or for some minutes; then until the file gets no smaller. */
    private void empty(SqlOutbox outbox, int leftBefore) throws Exception {
        long large = size();
        long begin = System.nanoTime();
        int left = leftBefore;
        List<Entry> more;
        do {
            Instant now = Instant.now().plus(Duration.ofHours(2));
            more = outbox.lease(OUTGOING, LANE, now, 256, now.plusSeconds(600));
            settle(outbox, more);
            left += more.size();
        } while (!more.isEmpty() && seconds(begin) < EMPTYING);
        Numbers.print(
                "%,d mails left, %.0f/s; %,d still there; heap used %,d MB",
                left, left / seconds(begin), outbox.size(), used() >> 20);
        long emptied = System.nanoTime();
        long[] last = {-1, emptied};
        Backlog.await("a file that gets no smaller any more", () -> {
            long size = size();
            if (size != last[0]) {
                last[0] = size;
                last[1] = System.nanoTime();
            }
            return seconds(last[1]) > QUIET;
        });
        Numbers.print(
                "file: %,d MB before, %,d MB %.0f s after the last mail left",
                large >> 20, size() >> 20, seconds(emptied) - seconds(last[1]));
    }

    private SqlOutbox open() {
        return SqlOutbox.open(OutboxSettings.in(directory), InstantSource.system());
    }

    private void store(Outbox outbox, int mails) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger left = new AtomicInteger(mails);
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                work.add(pool.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        storeOne(outbox);
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Half of the mail is due at once, half in an hour; of 100 sender domains to 50 tenants. */
    private void storeOne(Outbox outbox) {
        int i = number.incrementAndGet();
        Instant now = Instant.now();
        outbox.store(
                new NewMessage("mail-" + i, Optional.of("news@sender.example"), Map.of(), out -> out.write(BODY)),
                List.of(new NewEntry(
                        OUTGOING,
                        LANE,
                        "hotmail.com",
                        "tenant-" + i % 50,
                        "sender-" + i % 100 + ".example",
                        List.of("somebody-" + i + "@hotmail.com"),
                        5,
                        i % 2 == 0 ? now : now.plus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(3)))));
    }

    private static void settle(Outbox outbox, List<Entry> leased) {
        List<CompletableFuture<List<Long>>> open = leased.stream()
                .map(entry -> outbox.settle(new Settlement(
                        entry.id(),
                        entry.recipients().stream().map(Recipient::address).collect(Collectors.toSet()),
                        List.of())))
                .toList();
        open.forEach(CompletableFuture::join);
    }

    private static double median(Runnable work) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < SAMPLES / 10; i++) {
            long start = System.nanoTime();
            work.run();
            millis.add(seconds(start) * 1000);
        }
        return Numbers.median(millis);
    }

    private double fsyncs() throws IOException {
        Path file = directory.resolve("fsync");
        long begin = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < SAMPLES; i++) {
                channel.write(ByteBuffer.wrap(new byte[4096]));
                channel.force(false);
            }
        }
        Files.delete(file);
        return SAMPLES / seconds(begin);
    }

    private long size() {
        return directory.resolve("outbox.db").toFile().length();
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
