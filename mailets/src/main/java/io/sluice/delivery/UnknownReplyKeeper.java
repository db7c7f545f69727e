package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Outbox;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplySample;
import io.sluice.reply.Service;
import io.sluice.reply.UnknownReplies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the replies that no rule knew ({@code sluice.reply.unknown}, in recipients) and keeps samples of them beyond
 * the end of the server, in the outbox's database. Writes on a thread of its own, some seconds after a reply and at the
 * stop; what fails there is logged and disturbs no delivery. A crash loses the samples of the last seconds. Safe for
 * several threads.
 */
public final class UnknownReplyKeeper implements DeliveryObserver {
    /** How long replies are gathered before they are written together. */
    public static final Duration GATHERING = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(UnknownReplyKeeper.class);

    private final OutboxSource source;
    private final UnknownReplies replies;
    private final Metric unknown;
    private final Duration gathering;
    private final ScheduledThreadPoolExecutor writer;
    private final AtomicBoolean unwritten = new AtomicBoolean();
    private boolean restored; // guarded by this, as is the order of writes

    public UnknownReplyKeeper(OutboxSource source, MetricFactory metrics, InstantSource clock) {
        this(source, metrics, clock, GATHERING);
    }

    UnknownReplyKeeper(OutboxSource source, MetricFactory metrics, InstantSource clock, Duration gathering) {
        this.source = source;
        this.replies = new UnknownReplies(clock);
        this.unknown = metrics.generate("sluice.reply.unknown");
        this.gathering = gathering;
        this.writer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-reply-samples");
            thread.setDaemon(true);
            return thread;
        });
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Notes a reply that no rule knew. Does not wait, and never throws. */
    public void note(Reply reply, Optional<Service> service) {
        try {
            unknown.increment();
            replies.note(reply, service);
            if (unwritten.compareAndSet(false, true)) {
                ScheduledFuture<?> unused = writer.schedule(this::write, gathering.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The server is stopping; a sample of an unknown reply is not kept", e);
        } catch (RuntimeException e) {
            LOGGER.warn("An unknown reply could not be noted", e);
        }
    }

    /**
     * The samples of this run and earlier ones, the one that was seen last first.
     *
     * @throws io.sluice.outbox.OutboxException when those of earlier runs cannot be read
     */
    public synchronized List<ReplySample> samples() {
        try (OutboxSource.Loan loan = source.borrow()) {
            restore(loan.outbox());
        }
        return replies.samples();
    }

    /**
     * Forgets all samples; they are gone from the disk when it returns.
     *
     * @throws io.sluice.outbox.OutboxException when that fails
     */
    public synchronized void clear() {
        replies.clear();
        restored = true;
        try (OutboxSource.Loan loan = source.borrow()) {
            loan.outbox().keepReplySamples(List.of()).join();
        }
    }

    /** Writes what is not written yet, on its own thread, and no more after that. Returns at once. */
    public void beginStop() {
        if (unwritten.get()) {
            try {
                OutboxSource.Loan loan = source.borrow(); // so that the outbox stays open for it
                writer.execute(() -> {
                    try (loan) {
                        write();
                    }
                });
            } catch (RuntimeException e) {
                LOGGER.warn("The last samples of unknown replies could not be kept", e);
            }
        }
        writer.shutdown();
    }

    private synchronized void write() {
        unwritten.set(false);
        try (OutboxSource.Loan loan = source.borrow()) {
            restore(loan.outbox());
            loan.outbox().keepReplySamples(replies.samples()).join();
        } catch (RuntimeException e) {
            LOGGER.warn("Samples of unknown replies could not be kept", e);
        }
    }

    private void restore(Outbox outbox) {
        if (!restored) {
            replies.restore(outbox.replySamples());
            restored = true;
        }
    }

    @Override
    public void deferred(LaneId lane, Refusal refusal) {
        noteIfUnknown(lane, refusal);
    }

    @Override
    public void failed(LaneId lane, Refusal refusal) {
        noteIfUnknown(lane, refusal);
    }

    private void noteIfUnknown(LaneId lane, Refusal refusal) {
        if (!refusal.verdict().known()) {
            note(refusal.reply(), lane.service());
        }
    }
}
