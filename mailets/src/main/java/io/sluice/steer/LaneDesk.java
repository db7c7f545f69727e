package io.sluice.steer;

import com.google.inject.ProvidedBy;
import io.sluice.delivery.OutboxSource;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.Lanes;
import io.sluice.lane.Suspension;
import io.sluice.limits.LimitOverrides;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the orders of operators about lanes. An order is on disk before it takes effect, so that it outlives the server;
 * servers that share an outbox follow each other's orders some seconds later. Each order is an event of its lane. Safe for
 * several threads; its methods fail with {@link OutboxException} when the order cannot be stored, and then nothing changes.
 */
@ProvidedBy(ModuleMissing.class)
public final class LaneDesk {
    /** The cause of its events begins so. */
    static final String OPERATOR = "operator";

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneDesk.class);

    private final OutboxSource source;
    private final Lanes lanes;
    private final Runnable news;
    private final InstantSource clock;
    private final Map<LaneId, LaneOrder> orders = new HashMap<>(); // guarded by this

    /** @param news is to tell and store what changed on lanes; cheap */
    public LaneDesk(OutboxSource source, Lanes lanes, Runnable news, InstantSource clock) {
        this.source = source;
        this.lanes = lanes;
        this.news = news;
        this.clock = clock;
    }

    /** What operators want of a lane now. */
    public synchronized LaneOrder order(LaneId lane) {
        return orders.getOrDefault(lane, LaneOrder.NONE).at(clock.instant());
    }

    /** The lanes that there are orders for. */
    public synchronized Set<LaneId> lanes() {
        return Set.copyOf(orders.keySet());
    }

    /**
     * Nothing leaves on the lane; replaces an earlier suspension.
     *
     * @param until when it ends by itself; empty for not before it is resumed
     * @param reason for people; may be empty
     */
    public synchronized void suspend(LaneId lane, Optional<Instant> until, String reason) {
        Suspension suspension = new Suspension(now(), until, cause(reason));
        give(lane, order(lane).with(Optional.of(suspension)), cause(reason));
    }

    /** The suspension ends, and the lane opens whoever closed it. */
    public synchronized void resume(LaneId lane, String reason) {
        LaneOrder order = order(lane).with(Optional.empty());
        store(lane, order);
        remember(lane, order);
        lanes.resume(lane, cause(reason));
        news.run();
    }

    /** The lane forgets what it learned. */
    public synchronized void reset(LaneId lane, String reason) {
        lanes.reset(lane, cause(reason));
        news.run();
    }

    /**
     * Sets limits of the lane over those of the configuration; replaces an earlier override.
     *
     * @throws IllegalArgumentException naming limit, value and what is allowed; nothing changes
     */
    public synchronized void override(LaneId lane, Map<String, String> values, String reason) {
        LaneLimits unused = LimitOverrides.over(lanes.configured(lane), values);
        LimitOverride override = new LimitOverride(now(), reason, values);
        give(lane, order(lane).withLimits(Optional.of(override)), cause(reason));
    }

    /** The limits of the configuration count again. */
    public synchronized void revert(LaneId lane, String reason) {
        give(lane, order(lane).withLimits(Optional.empty()), cause(reason));
    }

    /** Takes over what is stored, before the first lane is made. */
    public synchronized void restore(Outbox outbox) {
        follow(outbox.laneStates(LaneRecord.ORDER));
    }

    /** Takes over what other servers stored. */
    public synchronized void follow() {
        try (OutboxSource.Loan loan = source.borrow()) {
            follow(loan.outbox().laneStates(LaneRecord.ORDER));
        } catch (OutboxException e) {
            LOGGER.debug("The orders of other servers cannot be read", e);
        }
    }

    private void follow(List<LaneRecord> records) {
        Set<LaneId> gone = new HashSet<>(orders.keySet());
        for (LaneRecord record : records) {
            try {
                LaneId lane = LaneId.parse(record.key().substring(LaneRecord.ORDER.length()));
                gone.remove(lane);
                take(lane, LaneOrder.parse(record.state()).at(clock.instant()), OPERATOR);
            } catch (IllegalArgumentException e) {
                LOGGER.error("The order {} cannot be read and is ignored", record.key(), e);
            }
        }
        gone.forEach(lane -> take(lane, LaneOrder.NONE, OPERATOR));
        news.run();
    }

    private void give(LaneId lane, LaneOrder order, String cause) {
        store(lane, order);
        take(lane, order, cause);
        news.run();
    }

    /** Has an order take effect. */
    private void take(LaneId lane, LaneOrder order, String cause) {
        LaneOrder before = order(lane);
        remember(lane, order);
        if (!before.suspension().equals(order.suspension())) {
            order.suspension().ifPresentOrElse(wanted -> lanes.suspend(lane, wanted), () -> lanes.resume(lane, cause));
        }
        if (!before.limits().equals(order.limits())) {
            lanes.override(lane, order.limits().map(LaneDesk::changing), cause);
        }
    }

    private static UnaryOperator<LaneLimits> changing(LimitOverride override) {
        return limits -> {
            try {
                return LimitOverrides.over(limits, override.values());
            } catch (IllegalArgumentException e) {
                LOGGER.error("The limits {} that an operator set do not go with sluice.properties", override, e);
                return limits;
            }
        };
    }

    private void remember(LaneId lane, LaneOrder order) {
        if (order.equals(LaneOrder.NONE)) {
            orders.remove(lane);
        } else {
            orders.put(lane, order);
        }
    }

    private void store(LaneId lane, LaneOrder order) {
        LaneRecord record = new LaneRecord(LaneRecord.ORDER + lane, order.toJson(), now());
        try (OutboxSource.Loan loan = source.borrow()) {
            loan.outbox().saveLanes(new LaneChanges(List.of(record), List.of())).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OutboxException failure
                    ? new OutboxException(failure.getMessage(), failure)
                    : new OutboxException("An order could not be stored", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String cause(String reason) {
        return reason.isEmpty() ? OPERATOR : OPERATOR + ": " + reason;
    }
}
