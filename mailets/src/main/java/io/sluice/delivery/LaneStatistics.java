package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.outbox.Entry;
import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Counts outcomes by lane since the start, for people, and in all for James's metrics: {@code sluice.attempts},
 * {@code sluice.accepted}, {@code sluice.deferred.CLASS}, {@code sluice.failed.CLASS}, {@code sluice.expired},
 * {@code sluice.taken-before}, and {@code sluice.lane.KIND} for the changes of lanes. Units
 * are recipients, attempts are attempts. Safe for several threads.
 */
public final class LaneStatistics implements DeliveryObserver {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final MetricFactory metrics;
    private final InstantSource clock;
    private final Map<String, Metric> byName = new ConcurrentHashMap<>();
    private final Map<LaneId, Counts> lanes = new ConcurrentHashMap<>();

    public LaneStatistics(MetricFactory metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        // Also those that stay at zero are there, so that an alert knows of them.
        Stream.of("sluice.attempts", "sluice.accepted", "sluice.expired", "sluice.taken-before")
                .forEach(this::metric);
    }

    /**
     * What happened on a lane since the start.
     *
     * @param ratePerSecond accepted recipients per second over the last ten seconds
     */
    public record Snapshot(
            long attempts,
            long accepted,
            Map<DeferralClass, Long> deferred,
            Map<DeferralClass, Long> failed,
            long expired,
            double ratePerSecond) {}

    /** By lane. */
    public Map<LaneId, Snapshot> snapshots() {
        Map<LaneId, Snapshot> result = new ConcurrentHashMap<>();
        lanes.forEach((lane, counts) -> result.put(lane, counts.snapshot(clock.instant())));
        return result;
    }

    @Override
    public void attempted(LaneId lane) {
        counts(lane).attempted();
        metric("sluice.attempts").increment();
    }

    @Override
    public void accepted(LaneId lane, int recipients) {
        counts(lane).accepted(recipients, clock.instant());
        metric("sluice.accepted").add(recipients);
    }

    @Override
    public void deferred(LaneId lane, Refusal refusal) {
        DeferralClass type = refusal.verdict().deferralClass();
        counts(lane).deferred(type);
        metric("sluice.deferred." + type.token()).increment();
    }

    @Override
    public void failed(LaneId lane, Refusal refusal) {
        DeferralClass type = refusal.verdict().deferralClass();
        counts(lane).failed(type);
        metric("sluice.failed." + type.token()).increment();
    }

    @Override
    public void expired(LaneId lane, Entry entry, int recipients) {
        counts(lane).expired(recipients);
        metric("sluice.expired").add(recipients);
    }

    @Override
    public void takenBefore(int recipients) {
        metric("sluice.taken-before").add(recipients);
    }

    @Override
    public void laneChanged(LaneEvent event) {
        metric("sluice.lane." + event.kind().token()).increment();
    }

    private Metric metric(String name) {
        return byName.computeIfAbsent(name, metrics::generate);
    }

    private Counts counts(LaneId lane) {
        return lanes.computeIfAbsent(lane, key -> new Counts());
    }

    /** One lane's counts. */
    private static final class Counts {
        private final Map<DeferralClass, Long> deferred = new EnumMap<>(DeferralClass.class);
        private final Map<DeferralClass, Long> failed = new EnumMap<>(DeferralClass.class);
        private final Deque<Second> recent = new ArrayDeque<>();
        private long attempts;
        private long accepted;
        private long expired;

        private synchronized void attempted() {
            attempts++;
        }

        private synchronized void accepted(int recipients, Instant now) {
            accepted += recipients;
            long second = now.getEpochSecond();
            if (recent.isEmpty() || recent.getLast().second() != second) {
                recent.addLast(new Second(second, 0));
            }
            Second last = recent.removeLast();
            recent.addLast(new Second(second, last.count() + recipients));
            forgetBefore(now);
        }

        private synchronized void deferred(DeferralClass type) {
            deferred.merge(type, 1L, Long::sum);
        }

        private synchronized void failed(DeferralClass type) {
            failed.merge(type, 1L, Long::sum);
        }

        private synchronized void expired(int recipients) {
            expired += recipients;
        }

        private synchronized Snapshot snapshot(Instant now) {
            forgetBefore(now);
            long inWindow = recent.stream().mapToLong(Second::count).sum();
            double rate = inWindow / (double) WINDOW.toSeconds();
            return new Snapshot(attempts, accepted, Map.copyOf(deferred), Map.copyOf(failed), expired, rate);
        }

        private void forgetBefore(Instant now) {
            long oldest = now.minus(WINDOW).getEpochSecond();
            while (!recent.isEmpty() && recent.getFirst().second() < oldest) {
                recent.removeFirst();
            }
        }

        private record Second(long second, long count) {}
    }
}
