package io.sluice.watch;

import io.sluice.history.Levels;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneView;
import io.sluice.lane.Lanes;
import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.Outbox;
import io.sluice.reply.LaneCondition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How all lanes stand, looked up now and then, so that those who ask often do not burden the outbox. */
public final class LaneLooks {
    private final Lanes lanes;
    private final InstantSource clock;
    private volatile SortedMap<String, Levels> latest = new TreeMap<>();
    private volatile Set<String> byHand = Set.of();

    public LaneLooks(Lanes lanes, InstantSource clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Looks now. Fails as the outbox does. */
    public SortedMap<String, Levels> look(Outbox outbox) {
        Instant now = clock.instant();
        Map<String, List<LaneBacklog>> backlog = new TreeMap<>();
        outbox.backlog(now).forEach(part -> backlog.computeIfAbsent(part.lane(), key -> new ArrayList<>())
                .add(part));
        Map<String, Lane> known = new TreeMap<>();
        lanes.all().forEach(lane -> known.put(lane.id().toString(), lane));
        TreeSet<String> names = new TreeSet<>(backlog.keySet());
        names.addAll(known.keySet());
        SortedMap<String, Levels> seen = new TreeMap<>();
        names.forEach(name -> seen.put(
                name, levels(Optional.ofNullable(known.get(name)), backlog.getOrDefault(name, List.of()), now)));
        byHand = known.entrySet().stream()
                .filter(lane -> lane.getValue().isSuspendedByHand())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        latest = seen;
        return seen;
    }

    /** Whether a person had suspended the lane of that name when it was looked at last. */
    public boolean isSuspendedByHand(String lane) {
        return byHand.contains(lane);
    }

    /** What was seen last; empty before the first look. */
    public SortedMap<String, Levels> latest() {
        return latest;
    }

    private static Levels levels(Optional<Lane> lane, List<LaneBacklog> backlog, Instant now) {
        Optional<LaneView> view = lane.map(Lane::view);
        return new Levels(
                now,
                lane.map(Lane::condition).orElse(LaneCondition.OPEN),
                view.map(LaneView::ratePerSecond).orElse(0.0),
                view.map(LaneView::connections).orElse(0),
                backlog.stream().mapToLong(LaneBacklog::ready).sum(),
                backlog.stream().mapToLong(LaneBacklog::waiting).sum(),
                backlog.stream().mapToLong(LaneBacklog::held).sum(),
                backlog.stream().mapToLong(LaneBacklog::inFlight).sum(),
                backlog.stream().flatMap(part -> part.nextDue().stream()).min(Instant::compareTo));
    }
}
