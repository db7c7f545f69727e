package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.delivery.LaneStatistics;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneView;
import io.sluice.lane.Lanes;
import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.Outbox;
import io.sluice.reply.DeferralClass;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the lanes do at this moment. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class LaneReport {
    private final Supplier<Outbox> outbox;
    private final Lanes lanes;
    private final LaneStatistics statistics;
    private final Clock clock;

    public LaneReport(Supplier<Outbox> outbox, Lanes lanes, LaneStatistics statistics, Clock clock) {
        this.outbox = outbox;
        this.lanes = lanes;
        this.statistics = statistics;
        this.clock = clock;
    }

    /**
     * One lane.
     *
     * @param lane source and destination
     * @param state {@code open}, {@code closed} or {@code testing}
     * @param until when a closed lane is tested
     * @param cause why it is not open
     * @param accepted recipients accepted since the start
     * @param deferred deferrals since the start, by class
     * @param failed recipients given back since the start, by class
     * @param expired recipients whose time was over since the start
     * @param attempts attempts since the start
     * @param ratePerSecond accepted recipients per second over the last ten seconds
     * @param nextDue when the next entry is due
     * @param learned what the lane allows at the moment; empty when it had no mail since the start
     */
    public record Line(
            String lane,
            String state,
            Optional<Instant> until,
            Optional<String> cause,
            long accepted,
            Map<String, Long> deferred,
            Map<String, Long> failed,
            long expired,
            long attempts,
            double ratePerSecond,
            long ready,
            long waiting,
            long held,
            long inFlight,
            Optional<Instant> nextDue,
            Optional<Learned> learned) {}

    /**
     * What a lane allows at the moment.
     *
     * @param ratePerSecond messages that may leave
     * @param hurtPerSecond the rate at which the receiver refused last; empty when none is known
     * @param connections that may be open at one time
     * @param attemptsOut attempts under way
     * @param connectionsPerSecond new connections
     * @param closedGates gates of tenants, sender domains and recipients that are not open
     * @param warmUpDay the day of the warm-up plan, from 1
     * @param warmUpMessages messages that may leave on it
     */
    public record Learned(
            double ratePerSecond,
            Optional<Double> hurtPerSecond,
            int connections,
            int attemptsOut,
            double connectionsPerSecond,
            int messagesPerConnection,
            int recipientsPerTransaction,
            int closedGates,
            Optional<Integer> warmUpDay,
            Optional<Integer> warmUpMessages) {}

    /** All lanes that have mail or had some since the start, by name. */
    public List<Line> lanes() {
        Map<String, List<LaneBacklog>> backlog = new TreeMap<>();
        outbox.get().backlog(clock.instant()).forEach(part -> backlog.computeIfAbsent(
                        part.lane(), key -> new ArrayList<>())
                .add(part));
        Map<String, Lane> known = new TreeMap<>();
        lanes.all().forEach(lane -> known.put(lane.id().toString(), lane));
        TreeSet<String> names = new TreeSet<>(backlog.keySet());
        names.addAll(known.keySet());
        Map<LaneId, LaneStatistics.Snapshot> counts = statistics.snapshots();
        return names.stream()
                .map(name -> line(
                        name,
                        Optional.ofNullable(known.get(name)),
                        Optional.ofNullable(counts.get(LaneId.parse(name))),
                        backlog.getOrDefault(name, List.of())))
                .toList();
    }

    private static Line line(
            String name, Optional<Lane> lane, Optional<LaneStatistics.Snapshot> counts, List<LaneBacklog> backlog) {
        GateState gate = lane.map(Lane::state).orElse(new GateState.Open());
        LaneStatistics.Snapshot count = counts.orElse(new LaneStatistics.Snapshot(0, 0, Map.of(), Map.of(), 0, 0));
        return new Line(
                name,
                gate.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                gate instanceof GateState.Closed closed ? Optional.of(closed.until()) : Optional.empty(),
                gate.reason(),
                count.accepted(),
                byToken(count.deferred()),
                byToken(count.failed()),
                count.expired(),
                count.attempts(),
                count.ratePerSecond(),
                backlog.stream().mapToLong(LaneBacklog::ready).sum(),
                backlog.stream().mapToLong(LaneBacklog::waiting).sum(),
                backlog.stream().mapToLong(LaneBacklog::held).sum(),
                backlog.stream().mapToLong(LaneBacklog::inFlight).sum(),
                backlog.stream().flatMap(part -> part.nextDue().stream()).min(Instant::compareTo),
                lane.map(Lane::view).map(LaneReport::learned));
    }

    private static Learned learned(LaneView view) {
        return new Learned(
                view.ratePerSecond(),
                Optional.of(view.hurtPerSecond()).filter(rate -> rate > 0),
                view.connections(),
                view.attemptsOut(),
                view.connectionsPerSecond(),
                view.messagesPerConnection(),
                view.recipientsPerTransaction(),
                view.narrowGates(),
                view.warmUpDay(),
                view.warmUpMessages());
    }

    private static Map<String, Long> byToken(Map<DeferralClass, Long> counts) {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((type, count) -> result.put(type.token(), count));
        return result;
    }
}
