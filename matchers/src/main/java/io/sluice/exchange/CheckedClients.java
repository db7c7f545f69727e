package io.sluice.exchange;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.sluice.microsoft.AddressRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at the ranges, and only for an address in them at the DNS: on at most {@value #MOST_THREADS} threads, waiting no
 * longer than the patience; what takes longer is remembered for the next time. What the DNS said is remembered for an hour
 * (a right name), ten minutes (a wrong one) or half a minute (no answer), of at most {@value #MOST_REMEMBERED} addresses.
 */
public final class CheckedClients implements ExchangeOnlineClients, AutoCloseable {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_THREADS = 16;
    private static final int MOST_WAITING = 256;
    private static final Duration CONFIRMED = Duration.ofHours(1);
    private static final Duration MISNAMED = Duration.ofMinutes(10);
    private static final Duration UNCONFIRMED = Duration.ofSeconds(30);

    private final ExchangeOnlineRanges ranges;
    private final NameCheck names;
    private final Duration patience;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private final Cache<InetAddress, CompletableFuture<Known>> known =
            CacheBuilder.newBuilder().maximumSize(MOST_REMEMBERED).build();

    private record Known(Standing standing, Instant until) {}

    /**
     * Asks nothing yet.
     *
     * @param suffixes the domains of Exchange Online's sending hosts, in lower case
     * @param patience how long a caller waits for the DNS
     */
    public CheckedClients(
            ExchangeOnlineRanges ranges,
            ReverseRecords reverse,
            AddressRecords forward,
            List<String> suffixes,
            Duration patience,
            InstantSource clock) {
        this.ranges = ranges;
        this.names = new NameCheck(reverse, forward, suffixes);
        this.patience = patience;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread made = new Thread(task, "sluice-client-names");
                    made.setDaemon(true);
                    return made;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        return ranges.contains(address);
    }

    @Override
    public Standing standing(InetAddress address) {
        if (!ranges.contains(address)) {
            return Standing.OUTSIDE;
        }
        try {
            return remembered(address).get(patience.toMillis(), TimeUnit.MILLISECONDS).standing;
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            return Standing.UNCONFIRMED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Standing.UNCONFIRMED;
        }
    }

    private CompletableFuture<Known> remembered(InetAddress address) {
        return known.asMap().compute(address, (asked, before) -> {
            boolean usable = before != null && (!before.isDone() || isFresh(before));
            return usable ? before : CompletableFuture.supplyAsync(() -> ask(asked), threads);
        });
    }

    private boolean isFresh(CompletableFuture<Known> done) {
        return !done.isCompletedExceptionally() && clock.instant().isBefore(done.join().until);
    }

    private Known ask(InetAddress address) {
        Standing standing = names.check(address);
        Duration time =
                switch (standing) {
                    case CONFIRMED -> CONFIRMED;
                    case MISNAMED -> MISNAMED;
                    default -> UNCONFIRMED;
                };
        return new Known(standing, clock.instant().plus(time));
    }

    /** Asks no more; whoever waits is told that the DNS did not answer. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
