package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Refusals in which Microsoft blames our address. That is what they say, and so it is; unless all of our addresses are
 * refused by both services from the same minutes on, without a block and without more mail than usual: reputations do not
 * fall together.
 */
final class SourceRule {
    private static final double LEAST_RATE = 0.5;
    private static final double BLOCKS = 0.1;
    /** Together means within six minutes. */
    private static final long TOGETHER = 3;
    /** When each was served last must be known to about a quarter of an hour. */
    private static final long KNOWN = 8;
    /** So long it waits for the other addresses to show how they fare. */
    private static final long PATIENCE = 5;

    private final Scene scene;
    private final Map<Tallies.Lane, Run> troubled = new HashMap<>();
    private final Set<Tallies.Lane> served = new HashSet<>();
    private final Set<Tallies.Lane> untested = new HashSet<>();

    private SourceRule(Scene scene) {
        this.scene = scene;
    }

    static List<Conclusion> conclude(Scene scene) {
        return new SourceRule(scene).conclude();
    }

    private List<Conclusion> conclude() {
        scene.tallies().lanes.tallies.forEach(this::sort);
        if (troubled.isEmpty()) {
            return List.of();
        }
        List<Conclusion> found = new ArrayList<>();
        if (looksLikeAnIncident()) {
            if (isYoung() && !untested.isEmpty()) {
                return List.of();
            }
            if (isIncident()) {
                return List.of(incident());
            }
        }
        Map<String, List<Tallies.Lane>> bySource = new TreeMap<>();
        troubled.keySet().forEach(lane -> bySource.computeIfAbsent(lane.source(), unused -> new ArrayList<>())
                .add(lane));
        bySource.forEach((source, lanes) -> found.add(reputation(source, lanes)));
        return found;
    }

    private void sort(Tallies.Lane lane, Tally tally) {
        if (scene.isConcluded(Kind.INCIDENT, lane.service(), Sign.SOURCE_SIDE)) {
            return;
        }
        Run run = Run.of(tally, Sign.SOURCE_SIDE);
        if (scene.holds(run, tally, Sign.SOURCE_SIDE, LEAST_RATE, Scene.WEIGHT)) {
            troubled.put(lane, run);
        } else if (isShutOut(tally)) {
            troubled.put(lane, run.refused() > 0 ? run : lastBlock(tally));
        } else if (tally.last(Set.of(Sign.PASSED)) > tally.last(Sign.SOURCE_SIDE)) {
            served.add(lane);
        } else if (tally.last(Set.of(Sign.values())) > 0) {
            untested.add(lane);
        }
    }

    /** A block says what it is, and the lane waits for hours after the first: there is nothing to count. */
    private boolean isShutOut(Tally tally) {
        Set<Sign> blocked = Set.of(Sign.BLOCKED);
        return tally.last(blocked) > tally.last(Set.of(Sign.PASSED)) && tally.since(blocked, tally.oldest()) > 0;
    }

    private static Run lastBlock(Tally tally) {
        int blocks = tally.since(Sign.BLOCKED, tally.oldest());
        return new Run(Tally.cell(tally.last(Set.of(Sign.BLOCKED))), blocks, blocks, 0, 0, 1);
    }

    private long begin() {
        return troubled.values().stream().mapToLong(Run::from).min().orElseThrow();
    }

    private boolean isYoung() {
        return Tally.cell(scene.now()) - begin() <= PATIENCE;
    }

    /** Several addresses, both services, hardly any block. */
    private boolean looksLikeAnIncident() {
        Set<Tallies.Lane> all = new HashSet<>(troubled.keySet());
        all.addAll(untested);
        long sources = all.stream().map(Tallies.Lane::source).distinct().count();
        Set<Service> services = EnumSet.noneOf(Service.class);
        all.forEach(lane -> services.add(lane.service()));
        int blocks = sum(Set.of(Sign.BLOCKED));
        boolean spared = served.stream()
                .anyMatch(lane -> tally(lane).last(Set.of(Sign.PASSED))
                        >= scene.time(begin()).toEpochMilli() + 2 * Tally.CELL_MILLIS);
        return sources > 1
                && services.contains(Service.CONSUMER)
                && services.contains(Service.BUSINESS)
                && blocks <= BLOCKS * sum(Sign.SOURCE_SIDE)
                && !spared;
    }

    private boolean isIncident() {
        Set<String> sources = new HashSet<>();
        Set<Service> services = EnumSet.noneOf(Service.class);
        for (Tallies.Lane lane : troubled.keySet()) {
            sources.add(lane.source());
            services.add(lane.service());
        }
        return sources.size() > 1
                && services.contains(Service.CONSUMER)
                && services.contains(Service.BUSINESS)
                && untested.isEmpty()
                && beganTogether()
                && !scene.volumeJumped(begin())
                && scene.control(begin()).state() != Control.State.FAILING;
    }

    private boolean beganTogether() {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Map.Entry<Tallies.Lane, Run> lane : troubled.entrySet()) {
            long from = lane.getValue().from();
            first = Math.min(first, from);
            last = Math.max(last, from);
            if (from - lastServed(tally(lane.getKey()), from) > KNOWN) {
                return false;
            }
        }
        return last - first <= TOGETHER;
    }

    private static long lastServed(Tally tally, long before) {
        for (long cell = before; cell >= tally.oldest(); cell--) {
            if (tally.count(Sign.PASSED, cell) > 0) {
                return cell;
            }
        }
        return Long.MIN_VALUE / 2;
    }

    private Tally tally(Tallies.Lane lane) {
        return scene.tallies().lanes.tallies.get(lane);
    }

    private int sum(Set<Sign> signs) {
        return troubled.entrySet().stream()
                .mapToInt(lane ->
                        tally(lane.getKey()).since(signs, lane.getValue().from()))
                .sum();
    }

    private Conclusion incident() {
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        troubled.keySet().forEach(lane -> services.add(lane.service()));
        Run all = together(List.copyOf(troubled.keySet()));
        Control control = scene.control(begin());
        long sources =
                troubled.keySet().stream().map(Tallies.Lane::source).distinct().count();
        Confidence sure = Confidence.of(
                        sources > 2, all.weight() >= Scene.HEAVY, control.state() == Control.State.HEALTHY)
                .atMost(Confidence.MEDIUM);
        return new Conclusion(
                Kind.INCIDENT,
                Place.of(services),
                scene.time(begin()),
                Sign.SOURCE_SIDE,
                Scene.evidence(all, 0, 0, control),
                sure);
    }

    private Conclusion reputation(String source, List<Tallies.Lane> lanes) {
        Run run = together(lanes);
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        lanes.forEach(lane -> services.add(lane.service()));
        int otherTrials = 0;
        int otherRefused = 0;
        for (Map.Entry<Tallies.Lane, Tally> lane : scene.tallies().lanes.tallies.entrySet()) {
            if (!lanes.contains(lane.getKey())) {
                otherTrials += run.trialsOf(lane.getValue(), Sign.SOURCE_SIDE);
                otherRefused += lane.getValue().since(Sign.SOURCE_SIDE, run.from());
            }
        }
        boolean block = sum(Set.of(Sign.BLOCKED)) > 0;
        boolean othersServed = otherTrials > 0 && otherRefused < otherTrials * LEAST_RATE;
        return new Conclusion(
                Kind.REPUTATION,
                Place.of(services).at(source),
                scene.time(run.from()),
                Sign.SOURCE_SIDE,
                Scene.evidence(run, otherTrials, otherRefused, scene.control(run.from())),
                Confidence.of(run.weight() >= Scene.HEAVY, block || othersServed));
    }

    private Run together(List<Tallies.Lane> lanes) {
        long from = lanes.stream().map(troubled::get).mapToLong(Run::from).min().orElseThrow();
        int trials = lanes.stream().map(troubled::get).mapToInt(Run::trials).sum();
        int refused = lanes.stream().map(troubled::get).mapToInt(Run::refused).sum();
        double weight =
                lanes.stream().map(troubled::get).mapToDouble(Run::weight).max().orElseThrow();
        double usual =
                lanes.stream().map(troubled::get).mapToDouble(Run::usual).max().orElseThrow();
        return new Run(from, trials, refused, weight, usual, 0);
    }
}
