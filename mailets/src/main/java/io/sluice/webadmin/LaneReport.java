package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.delivery.LaneStatistics;
import io.sluice.lane.GateState;
import io.sluice.lane.GateView;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneView;
import io.sluice.lane.Lanes;
import io.sluice.lane.Suspension;
import io.sluice.limits.LimitOverrides;
import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.StoredLaneEvent;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.steer.LaneDesk;
import io.sluice.steer.LimitOverride;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the lanes do at this moment. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class LaneReport {
    private static final int MOST_GATES = 100;

    private final Supplier<Outbox> outbox;
    private final Lanes lanes;
    private final LaneStatistics statistics;
    private final LaneDesk desk;
    private final Clock clock;

    public LaneReport(Supplier<Outbox> outbox, Lanes lanes, LaneStatistics statistics, LaneDesk desk, Clock clock) {
        this.outbox = outbox;
        this.lanes = lanes;
        this.statistics = statistics;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * One lane.
     *
     * @param lane source and destination
     * @param state {@code open}, {@code closed} or {@code testing}
     * @param condition how it stands, in one word
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
            String condition,
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

    /**
     * One lane with all that it knows.
     *
     * @param suspension what an operator ordered
     * @param penaltySeconds how long the receiver's last penalty lasted; 0 without one
     * @param gates some of the gates inside it that are not open
     * @param gatesInAll how many there are
     */
    record Detail(
            Line summary,
            Optional<OperatorsSuspension> suspension,
            double penaltySeconds,
            List<GateLine> gates,
            int gatesInAll,
            Limits limits) {}

    /** Nothing leaves because an operator wants it so; without an end until it is resumed. */
    record OperatorsSuspension(Instant since, Optional<Instant> until, String reason) {}

    /**
     * A gate inside a lane.
     *
     * @param refusals how often in a row it was told to close
     * @param ratePerSecond messages that may pass once it is open; empty when it has no pace of its own
     */
    record GateLine(
            String kind,
            String name,
            String state,
            Optional<Instant> until,
            Optional<String> cause,
            int refusals,
            Optional<Double> ratePerSecond) {}

    /**
     * Between which limits a lane learns, by their names.
     *
     * @param configured those of the configuration
     * @param override those that an operator set over them
     * @param inForce those that count, the parameters of mailets included
     */
    record Limits(
            String lane,
            Map<String, String> configured,
            Optional<LimitOverride> override,
            Map<String, String> inForce) {}

    /**
     * Some events.
     *
     * @param next the number before which to go on; empty at the end
     */
    record EventPage(List<Event> events, OptionalLong next) {}

    /** What happened to a lane. */
    record Event(long number, Instant time, String kind, String cause, String from, String to) {}

    /** All lanes that have mail or had some since the start, by name. */
    public List<Line> lanes() {
        Map<String, List<LaneBacklog>> backlog = new TreeMap<>();
        outbox.get().backlog(clock.instant()).forEach(part -> backlog.computeIfAbsent(
                        part.lane(), key -> new ArrayList<>())
                .add(part));
        TreeSet<String> names = new TreeSet<>(backlog.keySet());
        lanes.all().forEach(lane -> names.add(lane.id().toString()));
        desk.lanes().forEach(lane -> names.add(lane.toString()));
        Map<LaneId, LaneStatistics.Snapshot> counts = statistics.snapshots();
        return names.stream()
                .map(name -> line(LaneId.parse(name), counts, backlog.getOrDefault(name, List.of())))
                .toList();
    }

    /** Whether the lane has mail, had some since the start, or has orders. */
    boolean knows(LaneId id) {
        return lanes.find(id).isPresent()
                || desk.lanes().contains(id)
                || outbox.get().backlog(clock.instant()).stream()
                        .anyMatch(part -> part.lane().equals(id.toString()));
    }

    /** One lane; empty when there is none of that name. */
    Optional<Detail> detail(LaneId id) {
        Optional<Line> summary = lanes().stream()
                .filter(line -> line.lane().equals(id.toString()))
                .findFirst();
        return summary.map(line -> new Detail(
                line,
                desk.order(id)
                        .suspension()
                        .map(wanted -> new OperatorsSuspension(wanted.since(), wanted.until(), wanted.cause())),
                lanes.find(id).map(Lane::penaltySeconds).orElse(0.0),
                lanes.find(id).map(lane -> lane.gates(MOST_GATES)).orElse(List.of()).stream()
                        .map(LaneReport::gate)
                        .toList(),
                line.learned().map(Learned::closedGates).orElse(0),
                limits(id)));
    }

    Limits limits(LaneId id) {
        Map<String, String> configured = LimitOverrides.texts(lanes.configured(id));
        return new Limits(
                id.toString(),
                configured,
                desk.order(id).limits(),
                lanes.find(id).map(lane -> LimitOverrides.texts(lane.limits())).orElse(configured));
    }

    EventPage events(LaneId id, int max, long before) {
        List<Event> events = outbox.get().laneEvents(id.toString(), max, before).stream()
                .map(LaneReport::event)
                .toList();
        boolean more = events.size() == max && events.get(max - 1).number() > 1;
        return new EventPage(events, more ? OptionalLong.of(events.get(max - 1).number()) : OptionalLong.empty());
    }

    private static Event event(StoredLaneEvent stored) {
        LaneEventRecord event = stored.event();
        return new Event(stored.number(), event.time(), event.kind(), event.cause(), event.from(), event.to());
    }

    private static GateLine gate(GateView gate) {
        GateState state = gate.state();
        return new GateLine(
                gate.key().kind().token(),
                gate.key().name(),
                word(state),
                until(state),
                state.reason(),
                state instanceof GateState.Closed closed
                        ? closed.refusals()
                        : state instanceof GateState.Testing testing ? testing.refusals() : 0,
                gate.ratePerSecond());
    }

    private Line line(LaneId id, Map<LaneId, LaneStatistics.Snapshot> counts, List<LaneBacklog> backlog) {
        Optional<Lane> lane = lanes.find(id);
        GateState gate = lane.map(Lane::state).orElse(new GateState.Open());
        Optional<Suspension> wanted = lanes.suspension(id);
        LaneStatistics.Snapshot count =
                counts.getOrDefault(id, new LaneStatistics.Snapshot(0, 0, Map.of(), Map.of(), 0, 0));
        return new Line(
                id.toString(),
                wanted.isPresent() ? "closed" : word(gate),
                (wanted.isPresent()
                                ? LaneCondition.SUSPENDED
                                : lane.map(Lane::condition).orElse(LaneCondition.OPEN))
                        .token(),
                wanted.isPresent() ? wanted.get().until() : until(gate),
                wanted.map(Suspension::cause).or(gate::reason),
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

    private static String word(GateState state) {
        return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Optional<Instant> until(GateState state) {
        return state instanceof GateState.Closed closed ? Optional.of(closed.until()) : Optional.empty();
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
