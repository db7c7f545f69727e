package io.sluice.webadmin;

import io.sluice.delivery.HeldMail;
import io.sluice.outbox.HeldChange;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.Released;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskType;

/**
 * Does something to all held mail that matches, in small transactions. What a stop of the server cuts off stays as it is,
 * and may be asked for again.
 */
public final class HeldTask implements Task {
    /** James's name for it. */
    public static final TaskType TYPE = TaskType.of("sluice-held");

    /** Entries that one transaction looks at: it takes milliseconds, and others' commits go between. */
    private static final int BATCH = 500;

    private final HeldMail held;
    private final HeldReport report;
    private final HeldAction action;
    private final HeldFilter filter;
    private final long expected;
    private final Clock clock;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    HeldTask(HeldMail held, HeldReport report, HeldAction action, HeldFilter filter, long expected, Clock clock) {
        this.held = held;
        this.report = report;
        this.action = action;
        this.filter = filter;
        this.expected = expected;
        this.clock = clock;
    }

    /**
     * How far it is.
     *
     * @param action what is done
     * @param expected how many entries matched before it began
     * @param done how many it was done to
     * @param failed how many it could not be done to
     * @param timestamp when that was so
     */
    public record Progress(String action, long expected, long done, long failed, Instant timestamp)
            implements TaskExecutionDetails.AdditionalInformation {}

    @Override
    public Result run() throws InterruptedException {
        OptionalLong after = OptionalLong.of(0);
        while (after.isPresent()) {
            requireWanted();
            Optional<HeldChange> change = action.change();
            after = change.isPresent() ? change(change.get(), after.getAsLong()) : bounce(after.getAsLong());
        }
        return failed.get() == 0 ? Result.COMPLETED : Result.PARTIAL;
    }

    private static void requireWanted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the task was cancelled");
        }
    }

    private OptionalLong change(HeldChange change, long after) {
        Released batch = held.change(change, filter, after, BATCH);
        done.addAndGet(batch.count());
        return batch.next();
    }

    private OptionalLong bounce(long after) throws InterruptedException {
        HeldReport.Page page = report.page(filter, after, BATCH);
        for (HeldReport.Line line : page.entries()) {
            requireWanted();
            switch (held.bounce(line.entry(), action.text().orElse(""))) {
                case DONE -> done.incrementAndGet();
                case NOT_HELD -> {} // somebody was quicker
                case NO_MAILET, NOT_TAKEN -> failed.incrementAndGet();
            }
        }
        return page.next();
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<TaskExecutionDetails.AdditionalInformation> details() {
        return Optional.of(new Progress(action.name(), expected, done.get(), failed.get(), clock.instant()));
    }

    HeldAction action() {
        return action;
    }

    HeldFilter filter() {
        return filter;
    }

    long expected() {
        return expected;
    }
}
