package io.sluice.delivery;

import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Released;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds and releases, and tells the deliveries. Large releases are done one after the other, on a thread of their own. */
public final class HoldDesk implements Holds {
    /** Entries that one transaction looks at: it takes milliseconds, and others' commits go between. */
    static final int BATCH = 500;

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldDesk.class);

    private final Supplier<Outbox> outbox;
    private final Consumer<Instant> holdEnds;
    private final Runnable released;
    private final InstantSource clock;
    private final Set<HeldFilter> asked = new LinkedHashSet<>(); // guarded by itself
    private final ExecutorService thread = thread();
    private volatile boolean stopped;

    /**
     * @param holdEnds is told when a hold ends by itself
     * @param released is told that mail returned to its queues; cheap
     */
    public HoldDesk(Supplier<Outbox> outbox, Consumer<Instant> holdEnds, Runnable released, InstantSource clock) {
        this.outbox = outbox;
        this.holdEnds = holdEnds;
        this.released = released;
        this.clock = clock;
    }

    private static ExecutorService thread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "sluice-release");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public boolean hold(long entryId, HoldTerms hold) {
        boolean held = outbox.get().hold(entryId, hold);
        if (held) {
            hold.until().ifPresent(holdEnds);
        }
        return held;
    }

    @Override
    public boolean release(long entryId) {
        boolean wasHeld = outbox.get().release(entryId);
        if (wasHeld) {
            released.run();
        }
        return wasHeld;
    }

    /** The same wish that waits already is one wish: a processor may say it for each of many mails. */
    @Override
    public void release(HeldFilter filter) {
        synchronized (asked) {
            if (!asked.add(filter)) {
                return;
            }
        }
        try {
            thread.execute(this::releaseNext);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Stopped; nothing more is released", e);
        }
    }

    private void releaseNext() {
        Optional<HeldFilter> next;
        synchronized (asked) {
            next = asked.stream().findFirst();
            next.ifPresent(asked::remove);
        }
        next.ifPresent(this::releaseAll);
    }

    private void releaseAll(HeldFilter filter) {
        HeldFilter heldNow = filter.heldBy().isPresent() ? filter : filter.heldBy(clock.instant());
        long count = 0;
        try {
            OptionalLong after = OptionalLong.of(0);
            while (after.isPresent() && !stopped) {
                Released batch = outbox.get().release(heldNow, after.getAsLong(), BATCH);
                count += batch.count();
                after = batch.next();
                if (batch.count() > 0) {
                    released.run();
                }
            }
            LOGGER.info("Released {} held entries{}", count, stopped ? "; the server stops before the others" : "");
        } catch (OutboxException e) {
            LOGGER.error("The outbox failed after {} held entries were released; the others stay held", count, e);
        }
    }

    /** Releases nothing more. Does not wait. */
    public void beginStop() {
        stopped = true;
        thread.shutdown();
    }
}
