package io.sluice.delivery;

import io.sluice.outbox.OutboxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the paths of all routes, every two seconds: whether a path has been in trouble, or open again, for long enough
 * is a matter of time as much as of replies. As long as none is left that costs a few comparisons.
 */
final class FailOvers {
    private static final Logger LOGGER = LoggerFactory.getLogger(FailOvers.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final OutboxSource outbox;
    private final List<Router> routers = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "sluice-routes");
        thread.setDaemon(true);
        return thread;
    });

    FailOvers(OutboxSource outbox) {
        this.outbox = outbox;
    }

    /**
     * Looks after the paths of that route, too.
     *
     * @throws IllegalArgumentException if there is one of its name
     */
    synchronized void add(Router router) {
        if (routers.stream()
                .anyMatch(known ->
                        known.settings().name().equals(router.settings().name()))) {
            throw new IllegalArgumentException(
                    "Two Route mailets have <name>" + router.settings().name() + "</name>; each needs its own name");
        }
        routers.add(router);
        if (routers.size() == 1) {
            Future<?> unused = thread.scheduleWithFixedDelay(
                    this::run, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        try (OutboxSource.Loan loan = outbox.borrow()) {
            routers.forEach(router -> router.failOver(loan.outbox()));
        } catch (OutboxException e) {
            LOGGER.warn("Mail of a path that is left cannot be moved; trying again", e);
        } catch (RuntimeException e) {
            LOGGER.error("Routes stumbled; going on", e);
        }
    }

    /** Moves nothing more. Does not wait. */
    void stop() {
        thread.shutdown();
    }
}
