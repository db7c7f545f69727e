package io.sluice.watch;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.StorePressure;
import io.sluice.history.Levels;
import io.sluice.history.RecentWaits;
import io.sluice.lane.LaneId;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;

/**
 * Shows in James's metrics how lanes and outbox stand, as they were looked up last, and how long things take. Lanes to
 * Microsoft's services have gauges of their own, at most {@value #MOST_LANES} lanes; what is sent elsewhere counts in the
 * sums. Safe for several threads.
 */
public final class WatchMetrics implements DeliveryObserver {
    /** Lanes beyond these have no gauges of their own: each is several time series for whoever stores them. */
    static final int MOST_LANES = 50;

    private static final String PREFIX = "sluice.lanes.";

    private final GaugeRegistry gauges;
    private final MetricFactory timers;
    private final Function<String, Optional<Double>> pressure;
    private final InstantSource clock;
    private final RecentWaits waits = new RecentWaits();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // there is one of these in a server, and state is not static here
    private final ThreadLocal<TimeMetric> running = new ThreadLocal<>();

    private volatile Map<String, Levels> seen = Map.of();

    /** @param pressure on a lane; empty when it is not known */
    public WatchMetrics(
            GaugeRegistry gauges,
            MetricFactory timers,
            StorePressure store,
            Function<String, Optional<Double>> pressure,
            InstantSource clock) {
        this.pressure = pressure;
        this.gauges = gauges;
        this.timers = timers;
        this.clock = clock;
        for (LaneCondition condition : LaneCondition.values()) {
            register("sluice.lanes-in." + condition.token(), () -> seen.values().stream()
                    .filter(levels -> levels.condition() == condition)
                    .count());
        }
        sum("ready", Levels::ready);
        sum("waiting", Levels::waiting);
        sum("held", Levels::held);
        sum("in-flight", Levels::inFlight);
        register(
                "sluice.outbox.oldest-due-seconds",
                () -> seen.values().stream().mapToLong(this::overdue).max().orElse(0));
        register("sluice.outbox.refusals", store::refusals);
        register("sluice.outbox.refusing", () -> store.refuses(clock.instant()) ? 1 : 0);
        register("sluice.time-to-accept.p50-seconds", () -> accepted(0.5));
        register("sluice.time-to-accept.p95-seconds", () -> accepted(0.95));
    }

    /** Takes note of how lanes stand. */
    public void looked(Map<String, Levels> lanes) {
        seen = Map.copyOf(lanes);
        lanes.keySet().stream().filter(WatchMetrics::isMicrosoft).forEach(this::register);
    }

    @Override
    public void attempted(LaneId lane) {
        running.set(timers.timer("sluice.attempt"));
    }

    @Override
    public void concluded(AttemptOutcome outcome) {
        TimeMetric timer = running.get();
        running.remove();
        if (timer != null) {
            timer.stopAndPublish();
        }
        waits.add(outcome.accepted().size(), outcome.age(), outcome.ended());
    }

    private void register(String lane) {
        boolean isNew = known.size() < MOST_LANES && known.add(lane);
        if (!isNew) {
            return;
        }
        String name = PREFIX + nameOf(lane);
        level(name + ".state", lane, levels -> number(levels.condition()));
        level(name + ".rate", lane, Levels::ratePerSecond);
        level(name + ".connections", lane, Levels::connections);
        level(name + ".ready", lane, Levels::ready);
        level(name + ".waiting", lane, Levels::waiting);
        level(name + ".held", lane, Levels::held);
        level(name + ".oldest-due-seconds", lane, this::overdue);
        register(name + ".pressure", () -> pressure.apply(lane).orElse(0.0));
    }

    private static int number(LaneCondition condition) {
        return switch (condition) {
            case OPEN -> 0;
            case THROTTLED -> 1;
            case SUSPENDED -> 2;
            case BLOCKED -> 3;
            case OUTAGE -> 4;
        };
    }

    private void level(String name, String lane, ToDoubleFunction<Levels> value) {
        register(name, () -> Optional.ofNullable(seen.get(lane))
                .map(value::applyAsDouble)
                .orElse(0.0));
    }

    private void sum(String what, ToLongFunction<Levels> value) {
        register(
                "sluice.outbox." + what,
                () -> seen.values().stream().mapToLong(value).sum());
    }

    private <T extends Number> void register(String name, Supplier<T> value) {
        gauges.register(name, value::get);
    }

    private long overdue(Levels levels) {
        Instant now = clock.instant();
        return levels.oldestDue()
                .filter(due -> due.isBefore(now))
                .map(due -> Duration.between(due, now).toSeconds())
                .orElse(0L);
    }

    private double accepted(double part) {
        return waits.quantile(part, clock.instant())
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    private static boolean isMicrosoft(String lane) {
        return lane.indexOf('/') > 0 && LaneId.parse(lane).service().isPresent();
    }

    /** A lane in the name of a metric: {@code 192.0.2.7/business} is {@code 192_0_2_7_business}. */
    static String nameOf(String lane) {
        return lane.replaceAll("[^A-Za-z0-9]", "_");
    }
}
